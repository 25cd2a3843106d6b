// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.ECANCELED;

import xe.sim.drm.DrmDevice;
import xe.sim.drm.IoctlTable;
import xe.sim.os.Machine;
import xe.uapi.Ioctl;

/**
 * One GPU with the xe driver bound to it.
 */
public final class XeDevice extends DrmDevice {
    private final Profile profile;
    private final boolean series;
    private final WorkQueue rebinds = new WorkQueue("xe-ordered-wq");
    private final WorkQueue teardown = new WorkQueue("xe-destroy-wq");
    private volatile boolean wedged;

    /** @param series whether the kernel has the June 2026 series: VM_RESTART, RESTARTABLE, WATCH_QUEUE, rebind faults */
    public XeDevice(Machine machine, Profile profile, boolean series) {
        super(machine);
        this.profile = profile;
        this.series = series;
    }

    public Profile profile() {
        return profile;
    }

    /** Whether the kernel has the June 2026 series. */
    public boolean series() {
        return series;
    }

    /** The ordered workqueue that all rebind workers of the device share (RBW-028). */
    WorkQueue rebinds() {
        return rebinds;
    }

    /** Where VMs and queues are taken apart after their ioctl has returned (WQ-041). */
    WorkQueue teardown() {
        return teardown;
    }

    public boolean wedged() {
        return wedged;
    }

    /** Declares the device dead until the driver is bound again (CORE-001). */
    public void wedge() {
        wedged = true;
    }

    /** What an ioctl gets before the DRM core sees it ({@code xe_drm_ioctl()}): 0 or a negated errno. */
    long gate() {
        return wedged ? ECANCELED.negated() : 0;
    }

    /** Fills the slot of an xe ioctl. */
    void add(Ioctl ioctl, IoctlHandler handler) {
        ioctls().add(ioctl, IoctlTable.RENDER_ALLOW, (file, args) -> handler.handle((XeFile) file, args));
    }
}
