// SPDX-License-Identifier: MIT
/**
 * GEM_CREATE and GEM_MMAP_OFFSET.
 *
 * <p>Only what these ioctls judge; handles are in {@link xe.sim.drm}, buffers in {@link xe.sim.driver.device}.
 */
@NullMarked
package xe.sim.driver.gem;

import org.jspecify.annotations.NullMarked;
