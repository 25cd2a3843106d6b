// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.LifetimeDefect.LIF_006_CLOSE_LEAKS_BUFFERS;
import static xe.sim.driver.device.RebindDefect.EVT_027_NODE_READABLE;
import static xe.sim.driver.device.SubscribeDefect.WQ_040_NO_REMOVAL_AT_CLOSE;
import static xe.sim.driver.device.SubscribeDefect.WQ_041_REMOVAL_WITH_LIVE_OBJECTS;
import static xe.sim.driver.device.SubscribeDefect.WQ_047_CLOSE_OF_A_COPY_KILLS_QUEUES;
import static xe.sim.driver.device.SubscribeDefect.WQ_047_CLOSE_OF_A_DUP_REMOVES;
import static xe.sim.driver.device.VmDefect.VMC_023_CLOSING_A_DUP_CLOSES_VMS;
import static xe.sim.driver.device.VmDefect.VMD_015_CLOSE_LEAKS_VMS;

import java.util.concurrent.atomic.AtomicInteger;
import xe.kernel.Abi;
import xe.sim.drm.DrmFile;
import xe.sim.drm.DrmNode;
import xe.sim.drm.IdTable;

/**
 * An open node of an xe device ({@code struct xe_file}): its VMs and queues.
 *
 * <p>It outlives its last descriptor while VMs and queues that are still being taken apart hold it (WQ-041). A mapped
 * buffer holds the open file itself, by {@link #get}.
 */
public final class XeFile extends DrmFile {
    private final XeDevice device;
    private final VmTable vms;
    private final FileWatches watches;
    private final IdTable<ExecQueue> queues = new IdTable<>();
    private volatile boolean barrier;
    private final AtomicInteger holders = new AtomicInteger(1);

    XeFile(XeDevice device, DrmNode node, int flags) {
        super(device, node, flags);
        this.device = device;
        this.vms = new VmTable(device);
        this.watches = new FileWatches(device);
        device.fileOpened(this);
    }

    @Override
    public XeDevice device() {
        return device;
    }

    /** VMs by id. The table owns one reference to each. */
    public VmTable vms() {
        return vms;
    }

    /** Exec queues by id, engine and bind queues alike. The table owns one reference to each. */
    public IdTable<ExecQueue> queues() {
        return queues;
    }

    /** The offset of the PCI barrier page was told, which only a defect cares about. */
    public void askedForBarrier() {
        barrier = true;
    }

    boolean hasAskedForBarrier() {
        return barrier;
    }

    /** The pipes that are subscribed to this file. */
    public FileWatches watches() {
        return watches;
    }

    /** Keeps the driver's file alive: {@code xe_file_get()}. */
    public void hold() {
        holders.incrementAndGet();
    }

    /** {@code xe_file_put()}. */
    public void drop() {
        if (holders.decrementAndGet() == 0) {
            destroy();
        }
    }

    @Override
    public long ioctl(int request, long argument) {
        long gate = device.gate(request);
        return gate != 0 ? gate : super.ioctl(request, argument);
    }

    @Override
    public int poll() {
        boolean event = watches.posted() && device.has(EVT_027_NODE_READABLE);
        return event ? Abi.POLLIN | Abi.POLLRDNORM : super.poll();
    }

    /** A descriptor was closed. The driver does nothing; only a defect takes it for the end of the file. */
    @Override
    public void flush() {
        boolean last = device.machine().files().count(this) == 0;
        if (device.has(WQ_047_CLOSE_OF_A_DUP_REMOVES) || (last && device.has(WQ_041_REMOVAL_WITH_LIVE_OBJECTS))) {
            watches.remove();
        }
        if (device.has(VMC_023_CLOSING_A_DUP_CLOSES_VMS)) {
            closeVms();
        }
        if (device.has(WQ_047_CLOSE_OF_A_COPY_KILLS_QUEUES)) {
            closeQueues();
        }
    }

    @Override
    public long mmap(long address, long length, int protection, int mapFlags, long offset) {
        return new BufferMmap(this).map(address, length, protection, mapFlags, offset);
    }

    /** The last descriptor and mapping is gone: {@code xe_file_close()}. */
    @Override
    protected void release() {
        if (!device.has(LIF_006_CLOSE_LEAKS_BUFFERS)) {
            super.release();
        }
        closeQueues();
        if (!device.has(VMD_015_CLOSE_LEAKS_VMS)) {
            closeVms();
        }
        drop();
    }

    private void closeQueues() {
        for (ExecQueue queue : queues.removeAll()) {
            queue.kill();
            queue.drop();
        }
    }

    private void closeVms() {
        for (XeVm vm : vms.removeAll()) {
            vm.close();
            vm.drop();
        }
    }

    private void destroy() {
        device.fileClosed(this);
        if (!device.has(WQ_040_NO_REMOVAL_AT_CLOSE)) {
            watches.remove(); // WQ-040
        }
    }
}
