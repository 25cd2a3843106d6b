// SPDX-License-Identifier: MIT
package xe.sim.drm;

/**
 * The device nodes of a DRM device.
 */
public enum DrmNode {
    /** /dev/dri/card0: modesetting and legacy authentication. */
    PRIMARY("card", 0),
    /** /dev/dri/renderD128: rendering and compute, without authentication. */
    RENDER("renderD", 128);

    private final String prefix;
    private final int firstMinor;

    DrmNode(String prefix, int firstMinor) {
        this.prefix = prefix;
        this.firstMinor = firstMinor;
    }

    /** The node's minor number for the device with this index. */
    public int minor(int index) {
        return firstMinor + index;
    }

    /** The node's name below /dev/dri for the device with this index. */
    public String fileName(int index) {
        return prefix + minor(index);
    }
}
