// SPDX-License-Identifier: MIT
package xe.uapi;

import java.util.List;
import xe.kernel.Ioc;

/**
 * An ioctl of the UAPI.
 *
 * @param name the C macro, such as {@code DRM_IOCTL_XE_VM_RESTART}
 * @param request the 32-bit request number
 * @param struct what the argument points to
 */
public record Ioctl(String name, int request, CStruct struct) {
    public static final int DRM_TYPE = 'd';
    public static final int DRM_COMMAND_BASE = 0x40;

    private static final List<String> PREFIXES = List.of("DRM_IOCTL_XE_", "DRM_IOCTL_");

    /** An xe ioctl: its slot counts from DRM_COMMAND_BASE. */
    static Ioctl xe(String name, int direction, int slot, CStruct struct) {
        return drm(name, direction, DRM_COMMAND_BASE + slot, struct);
    }

    /** An ioctl of the DRM core. */
    static Ioctl drm(String name, int direction, int number, CStruct struct) {
        return new Ioctl(name, Ioc.request(direction, DRM_TYPE, number, struct.size()), struct);
    }

    /** The name without the prefix that all share, such as {@code VM_RESTART}. */
    public String shortName() {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length());
            }
        }
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
