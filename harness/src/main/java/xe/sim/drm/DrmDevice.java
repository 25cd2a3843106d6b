// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOTTY;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import xe.kernel.Ioc;
import xe.sim.os.Machine;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/**
 * A DRM device: its ioctl tables and the way through them ({@code drm_ioctl()}).
 */
public abstract class DrmDevice {
    private final Machine machine;
    private final IoctlTable ioctls = new IoctlTable();
    private volatile boolean unplugged;
    private @Nullable DrmFile master;

    protected DrmDevice(Machine machine) {
        this.machine = machine;
    }

    public Machine machine() {
        return machine;
    }

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

    /** The first client of the primary node becomes its master ({@code drm_master_open()}). */
    protected synchronized void opened(DrmFile file) {
        if (file.node() == DrmNode.PRIMARY && master == null) {
            master = file;
            file.setMaster(true);
        }
    }

    synchronized void closed(DrmFile file) {
        if (file.master()) {
            master = null;
        }
    }

    /** An ioctl on one of the device's nodes. */
    long ioctl(DrmFile file, int request, long argument) {
        if (unplugged) {
            return ENODEV.negated();
        }
        if (Ioc.type(request) != Ioctl.DRM_TYPE) {
            return ENOTTY.negated();
        }
        IoctlTable.Entry entry = ioctls.find(Ioc.number(request));
        if (entry == null) {
            return EINVAL.negated();
        }
        int both = Ioc.direction(request) & entry.direction();
        int in = (both & Ioc.WRITE) != 0 ? Ioc.size(request) : 0;
        int out = (both & Ioc.READ) != 0 ? Ioc.size(request) : 0;
        MemorySegment data = MemorySegment.ofArray(
                new byte[Math.max(Math.max(in, out), entry.ioctl().struct().size())]);
        if (in > 0 && !machine.memory().copyFrom(argument, data.asSlice(0, in))) {
            return EFAULT.negated();
        }
        long result = permitted(file, entry)
                ? entry.handler().handle(file, new StructView(entry.ioctl().struct(), data))
                : EACCES.negated();
        if (out > 0 && !machine.memory().copyTo(argument, data.asSlice(0, out))) {
            return EFAULT.negated();
        }
        return result;
    }

    /** {@code drm_ioctl_permit()}. */
    private static boolean permitted(DrmFile file, IoctlTable.Entry entry) {
        boolean render = file.node() == DrmNode.RENDER;
        if ((entry.flags() & (IoctlTable.AUTH | IoctlTable.MASTER)) != 0 && !render && !file.master()) {
            return false;
        }
        return (entry.flags() & IoctlTable.RENDER_ALLOW) != 0 || !render;
    }
}
