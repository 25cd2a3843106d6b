// SPDX-License-Identifier: MIT
package xe.sim.drm;

import org.jspecify.annotations.Nullable;
import xe.kernel.Ioc;
import xe.uapi.Ioctl;

/**
 * The two tables of {@code drm_ioctl()}: the core's by number, the driver's by slot from DRM_COMMAND_BASE.
 */
public final class IoctlTable {
    /** Only an authenticated client of the primary node. */
    public static final int AUTH = 1;
    /** Only the master of the primary node. */
    public static final int MASTER = 2;
    /** Allowed on the render node. */
    public static final int RENDER_ALLOW = 32;

    /** The highest number of the core's table in 7.3. */
    static final int LAST_CORE = 0xd2;

    private static final int DRIVER_END = 0xa0;

    private final @Nullable Entry[] entries = new Entry[256];

    /** One slot. */
    record Entry(Ioctl ioctl, int flags, DrmIoctl handler) {}

    /** Fills the slot of the ioctl's number, or replaces what is there. */
    public void add(Ioctl ioctl, int flags, DrmIoctl handler) {
        entries[Ioc.number(ioctl.request())] = new Entry(ioctl, flags, handler);
    }

    @Nullable
    Entry find(int number) {
        return entries[number];
    }

    /** Whether the number is one of a driver's. */
    static boolean driver(int number) {
        return number >= Ioctl.DRM_COMMAND_BASE && number < DRIVER_END;
    }
}
