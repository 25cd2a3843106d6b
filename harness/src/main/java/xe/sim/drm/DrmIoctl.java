// SPDX-License-Identifier: MIT
package xe.sim.drm;

import xe.uapi.StructView;

/**
 * The code behind one slot of an ioctl table.
 */
@FunctionalInterface
public interface DrmIoctl {
    /**
     * Runs on the kernel's copy of the argument, which is at least as long as the struct and zero where the caller gave
     * nothing. What it changes there is copied back if both the caller's command and the table's carry the read bit,
     * also when it fails.
     *
     * @return a value or a negated errno
     */
    long handle(DrmFile file, StructView args);
}
