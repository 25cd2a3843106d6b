// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EINVAL;

import xe.sim.os.KernelLog;

/**
 * What the driver writes to the kernel log.
 */
public final class DriverLog {
    private static final int DRM_UT_DRIVER = 0x2;

    private final KernelLog log;
    private final String bdf;
    private volatile long drmDebug;

    DriverLog(KernelLog log, String bdf) {
        this.log = log;
        this.bdf = bdf;
    }

    /** Writes a line as the driver's drm_ macros do. */
    public void printk(int level, String text) {
        log.printk(level, "xe " + bdf + ": [drm] " + text);
    }

    /** A drm_dbg line: written if drm.debug has bit 0x2. */
    void debug(String function, String text) {
        if ((drmDebug & DRM_UT_DRIVER) != 0) {
            log.printk(KernelLog.DEBUG, "xe " + bdf + ": [drm:" + function + " [xe]] " + text);
        }
    }

    long drmDebug() {
        return drmDebug;
    }

    /** Stores what is written to drm.debug. */
    long setDrmDebug(String text) {
        try {
            drmDebug = Long.decode(text.strip());
            return 0;
        } catch (NumberFormatException e) {
            return EINVAL.negated();
        }
    }
}
