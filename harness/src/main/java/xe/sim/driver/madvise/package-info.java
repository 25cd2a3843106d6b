// SPDX-License-Identifier: MIT
/**
 * MADVISE: advice for ranges of a VM, and buffers that nobody needs.
 *
 * <p>Only what the ioctl judges and changes; what was advised stands with the mappings.
 */
@NullMarked
package xe.sim.driver.madvise;

import org.jspecify.annotations.NullMarked;
