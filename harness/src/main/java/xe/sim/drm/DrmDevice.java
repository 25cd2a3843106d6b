// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOTTY;
import static xe.sim.drm.CoreDefect.CORE_003_UNPLUGGED_AFTER_TYPE;
import static xe.sim.drm.CoreDefect.CORE_004_WRONG_TYPE_EINVAL;
import static xe.sim.drm.CoreDefect.CORE_005_PAST_DRIVER_TABLE_ENOTTY;
import static xe.sim.drm.CoreDefect.CORE_006_PAST_CORE_TABLE_ENOTTY;
import static xe.sim.drm.CoreDefect.CORE_007_HOLE_ENOTTY;
import static xe.sim.drm.CoreDefect.CORE_025_ERROR_NOT_COPIED_BACK;
import static xe.sim.drm.CoreDefect.CORE_026_PERMISSION_BEFORE_COPY;
import static xe.sim.drm.CoreDefect.CORE_027_RENDER_NODE_NEEDS_AUTH;
import static xe.sim.drm.CoreDefect.CORE_028_RENDER_NODE_MAY_ALL;
import static xe.sim.drm.CoreDefect.CORE_029_READ_ONLY_REFUSED;
import static xe.sim.drm.CoreDefect.CORE_030_EXCLUSIVE_OPEN;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.kernel.Ioc;
import xe.sim.os.Machine;
import xe.sim.os.Opened;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/**
 * A DRM device: its ioctl tables and the way through them ({@code drm_ioctl()}).
 */
public abstract class DrmDevice {
    private final Machine machine;
    private final DriverInfo driver;
    private final IoctlTable ioctls = new IoctlTable();
    private volatile boolean unplugged;
    private boolean hasMaster;

    protected DrmDevice(Machine machine, DriverInfo driver) {
        this.machine = machine;
        this.driver = driver;
    }

    public Machine machine() {
        return machine;
    }

    /** What VERSION tells of the driver. */
    public DriverInfo driver() {
        return driver;
    }

    /** The bus id that GET_UNIQUE tells, such as {@code pci:0000:03:00.0}. */
    protected abstract String unique();

    /** The tables; filled while the driver probes, and not changed after. */
    public IoctlTable ioctls() {
        return ioctls;
    }

    /** Whether the driver was unbound from the device. */
    public boolean unplugged() {
        return unplugged;
    }

    /** The driver is unbound; files that are open stay, and answer ENODEV. */
    public void unplug() {
        unplugged = true;
    }

    /** Opens one of the device's nodes ({@code drm_open()}). */
    public Opened open(DrmNode node, int flags) {
        if (unplugged) {
            return Opened.refused(ENODEV);
        }
        if ((flags & Abi.O_EXCL) != 0 && !machine.has(CORE_030_EXCLUSIVE_OPEN)) {
            return Opened.refused(EBUSY); // CORE-030
        }
        DrmFile file = newFile(node, flags);
        synchronized (this) {
            if (node == DrmNode.PRIMARY && !hasMaster) {
                hasMaster = true;
                file.setMaster(true); // drm_master_open()
            }
        }
        return Opened.file(file);
    }

    /** The driver's part of opening a node. */
    protected abstract DrmFile newFile(DrmNode node, int flags);

    /** The driver's object for memory of another; the first reference belongs to the caller. Null if there is no room. */
    protected abstract @Nullable GemObject imported(DrmFile file, HeapBuffer foreign);

    synchronized void closed(DrmFile file) {
        if (file.master()) {
            hasMaster = false;
        }
    }

    /** Asked before a struct is copied in: a negated errno if the driver refuses the request's size, else 0. */
    protected long checkRequest(Ioctl ioctl, int request, long argument) {
        return 0;
    }

    /** What a struct that cannot be read answers. */
    protected long badPointer(Ioctl ioctl, long argument) {
        return EFAULT.negated();
    }

    /** How many bytes of a write-only struct go back to the caller all the same. */
    protected int extraOut(Ioctl ioctl) {
        return 0;
    }

    /** Told when the handler has run and its struct cannot be copied out: nothing is undone (CORE-024). */
    protected void copyOutFailed(DrmFile file, StructView args, Ioctl ioctl) {}

    /** Told of each call's result. */
    protected void finished(Ioctl ioctl, long result) {}

    /** An ioctl on one of the device's nodes. */
    long ioctl(DrmFile file, int request, long argument) {
        boolean late = unplugged && machine.has(CORE_003_UNPLUGGED_AFTER_TYPE);
        if (unplugged && !late) {
            return ENODEV.negated(); // CORE-003
        }
        if (Ioc.type(request) != Ioctl.DRM_TYPE) { // CORE-004
            return machine.has(CORE_004_WRONG_TYPE_EINVAL) ? EINVAL.negated() : ENOTTY.negated();
        }
        if (late) {
            return ENODEV.negated();
        }
        IoctlTable.Entry entry = ioctls.find(Ioc.number(request));
        if (entry == null) {
            return missing(Ioc.number(request));
        }
        if (!permitted(file, entry) && machine.has(CORE_026_PERMISSION_BEFORE_COPY)) {
            return EACCES.negated();
        }
        IoctlCopy copy = new IoctlCopy(this, entry, request, argument);
        long failed = copy.in();
        if (failed != 0) {
            return failed; // CORE-026: before the permissions
        }
        long result = permitted(file, entry)
                ? entry.handler().handle(file, new StructView(entry.ioctl().struct(), copy.data()))
                : EACCES.negated();
        finished(entry.ioctl(), result);
        if (result < 0 && machine.has(CORE_025_ERROR_NOT_COPIED_BACK)) {
            return result;
        }
        if (copy.out()) {
            return result;
        }
        copyOutFailed(file, new StructView(entry.ioctl().struct(), copy.data()), entry.ioctl());
        return EFAULT.negated(); // CORE-024
    }

    /** CORE-005 to CORE-007. */
    private long missing(int number) {
        CoreDefect defect = CORE_007_HOLE_ENOTTY;
        if (number > IoctlTable.LAST_CORE) {
            defect = CORE_006_PAST_CORE_TABLE_ENOTTY;
        } else if (IoctlTable.driver(number)) {
            defect = CORE_005_PAST_DRIVER_TABLE_ENOTTY;
        }
        return machine.has(defect) ? ENOTTY.negated() : EINVAL.negated();
    }

    /** {@code drm_ioctl_permit()}. */
    private boolean permitted(DrmFile file, IoctlTable.Entry entry) {
        if (!file.writable() && machine.has(CORE_029_READ_ONLY_REFUSED)) {
            return false;
        }
        boolean render = file.node() == DrmNode.RENDER;
        boolean driver = IoctlTable.driver(Ioc.number(entry.ioctl().request()));
        if (!render && !file.master()) {
            boolean privileged = (entry.flags() & (IoctlTable.AUTH | IoctlTable.MASTER)) != 0;
            return !privileged && !(driver && machine.has(CORE_027_RENDER_NODE_NEEDS_AUTH));
        }
        if (!render) {
            return true;
        }
        return (entry.flags() & IoctlTable.RENDER_ALLOW) != 0 || machine.has(CORE_028_RENDER_NODE_MAY_ALL);
    }
}
