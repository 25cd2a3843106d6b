// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ECANCELED;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.profile.Profile;
import xe.sim.drm.CoreIoctls;
import xe.sim.drm.DriverInfo;
import xe.sim.drm.DrmDevice;
import xe.sim.drm.DrmFile;
import xe.sim.drm.DrmNode;
import xe.sim.drm.GemObject;
import xe.sim.drm.HeapBuffer;
import xe.sim.drm.IdTable;
import xe.sim.drm.IoctlTable;
import xe.sim.fault.FaultAttr;
import xe.sim.os.Defect;
import xe.sim.os.FileTree;
import xe.sim.os.KernelLog;
import xe.sim.os.Machine;
import xe.sim.os.WaitQueue;
import xe.sim.os.WorkQueue;
import xe.sim.pipe.WatchQueue;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/**
 * One GPU with the xe driver bound to it.
 */
public final class XeDevice extends DrmDevice implements AutoCloseable {
    private static final DriverInfo XE = new DriverInfo(1, 1, 0, "xe", "0", "Intel Xe2 Graphics");

    private final Profile profile;
    private final Options options;
    private final DeviceMemory memory;
    private final FailFunctions failFunctions;
    private final InjectedFaults injectedFaults;
    private final ErrnoRules errnoRules;
    private final DriverLog log;
    private final LateState lateState = new LateState(this);
    private final Engines engines;
    private final WorkQueue rebinds = new WorkQueue();
    private final WorkQueue teardown = new WorkQueue();
    private final WaitQueue userFences = new WaitQueue();
    private final IdTable<XeVm> allVms = new IdTable<>();
    /** Those whose mappings follow where buffers are. */
    private final Set<XeVm> vms = ConcurrentHashMap.newKeySet();

    private final List<XeFile> files = new CopyOnWriteArrayList<>();
    private final Set<WatchQueue> usedPipes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger vmSerial = new AtomicInteger(1000);
    private volatile boolean wedged;
    private volatile boolean closed;

    /**
     * How the kernel was built.
     *
     * @param series whether it has the June 2026 series: VM_RESTART, RESTARTABLE, WATCH_QUEUE, rebind faults
     * @param debugfs whether debugfs is mounted
     * @param faultInjection whether faults can be injected through debugfs
     * @param rebindFault the fault attribute of the rebind worker, if there are any
     */
    public record Options(boolean series, boolean debugfs, boolean faultInjection, RebindFault rebindFault) {
        boolean faultFiles() {
            return debugfs && faultInjection;
        }
    }

    /** Probes the device and makes its nodes. */
    public XeDevice(Machine machine, FileTree tree, Profile profile, Options options) {
        super(machine, XE);
        this.profile = profile;
        this.options = options;
        this.memory = new DeviceMemory(this);
        this.errnoRules = new ErrnoRules(this);
        this.failFunctions = new FailFunctions(machine, tree, options.faultFiles());
        this.injectedFaults = new InjectedFaults(this);
        this.log = new DriverLog(machine.log(), profile.bdf());
        this.engines = new Engines(profile);
        machine.shrinkers().add(memory::purge);
        CoreIoctls.register(this);
        new DeviceNodes(this, tree).create();
    }

    /** Its memory regions and mmap offsets. */
    public DeviceMemory memory() {
        return memory;
    }

    public Profile profile() {
        return profile;
    }

    Options options() {
        return options;
    }

    /** Whether the kernel has the June 2026 series. */
    public boolean series() {
        return options.series();
    }

    public boolean has(Defect defect) {
        return machine().has(defect);
    }

    public Engines engines() {
        return engines;
    }

    public DriverLog log() {
        return log;
    }

    public FailFunctions failFunctions() {
        return failFunctions;
    }

    LateState lateState() {
        return lateState;
    }

    InjectedFaults injectedFaults() {
        return injectedFaults;
    }

    /** The ordered workqueue that all rebind workers of the device share (RBW-028). */
    WorkQueue rebinds() {
        return rebinds;
    }

    /** Where VMs and queues are taken apart after their ioctl has returned (WQ-041). */
    WorkQueue teardown() {
        return teardown;
    }

    /** Woken when a user fence may have been written, or a queue was stopped. */
    public WaitQueue userFences() {
        return userFences;
    }

    /** All VMs of the device, for the defect that has one id space for all files. */
    IdTable<XeVm> allVms() {
        return allVms;
    }

    /** The VMs that are not closed. */
    Set<XeVm> vms() {
        return vms;
    }

    int nextVmSerial() {
        return vmSerial.incrementAndGet();
    }

    /** The files that are open, oldest first. */
    public List<XeFile> files() {
        return files;
    }

    void fileOpened(XeFile file) {
        files.add(file);
    }

    void fileClosed(XeFile file) {
        files.remove(file);
    }

    /** The VM of this id in the oldest file that has one. */
    @Nullable
    public XeVm vmOfAnyFile(int id) {
        for (XeFile file : files) {
            XeVm vm = file.vms().get(id);
            if (vm != null) {
                return vm;
            }
        }
        return null;
    }

    /** Pipes whose subscription has ended with a file. */
    Set<WatchQueue> usedPipes() {
        return usedPipes;
    }

    @Override
    protected DrmFile newFile(DrmNode node, int flags) {
        return new XeFile(this, node, flags);
    }

    @Override
    protected @Nullable GemObject imported(DrmFile file, HeapBuffer foreign) {
        return BufferObject.imported((XeFile) file, foreign);
    }

    @Override
    protected String unique() {
        return "pci:" + profile.bdf();
    }

    public boolean wedged() {
        return wedged;
    }

    /** Declares the device dead until the driver is bound again (CORE-001). */
    public void wedge() {
        wedged = true;
        log.printk(KernelLog.ERR, "*ERROR* CRITICAL: Xe has declared device " + profile.bdf() + " as wedged.");
        for (XeFile file : files) {
            file.queues().values().forEach(ExecQueue::ban);
        }
    }

    /**
     * A GT reset through debugfs. The fault attribute is asked twice: the first failure skips the reset and trips two
     * assertions, only the second wedges the device (FLT-039).
     */
    String resetGt() {
        if (injectedFaults.failsGtReset(FaultAttr.Caller.TASK)) {
            if (injectedFaults.failsGtReset(FaultAttr.Caller.WORKER)) {
                wedge();
            } else {
                log.printk(KernelLog.WARNING, "Assertion `xe_uc_reset_prepared` failed!");
                log.printk(KernelLog.WARNING, "Assertion `!xe_guc_ct_enabled(&guc->ct)` failed!");
            }
        } else {
            log.printk(KernelLog.INFO, "GT0: reset done");
        }
        return "";
    }

    /** What an ioctl gets before the DRM core sees it ({@code xe_drm_ioctl()}): 0 or a negated errno. */
    long gate(int request) {
        return wedged && !errnoRules.answersWedged(request) ? ECANCELED.negated() : 0;
    }

    @Override
    protected long checkRequest(Ioctl ioctl, int request, long argument) {
        return errnoRules.checkRequest(ioctl, request, argument);
    }

    @Override
    protected long badPointer(Ioctl ioctl, long argument) {
        return errnoRules.badPointer(ioctl, argument);
    }

    @Override
    protected int extraOut(Ioctl ioctl) {
        return errnoRules.extraOut(ioctl);
    }

    @Override
    protected void copyOutFailed(DrmFile file, StructView args, Ioctl ioctl) {
        errnoRules.copyOutFailed((XeFile) file, args, ioctl);
    }

    @Override
    protected void finished(Ioctl ioctl, long result) {
        errnoRules.logRefusal(ioctl, result);
        lateState.returned(ioctl);
    }

    /** Fills the slot of an xe ioctl. */
    public void add(Ioctl ioctl, IoctlHandler handler) {
        ioctls().add(ioctl, IoctlTable.RENDER_ALLOW, (file, args) -> handler.handle((XeFile) file, args));
    }

    /** Whether the machine was switched off: nobody waits any longer. */
    public boolean closed() {
        return closed;
    }

    /** Ends the waits for user fences and stops the engines. */
    @Override
    public void close() {
        closed = true;
        userFences.wakeAll();
        engines.close();
    }
}
