// SPDX-License-Identifier: MIT
/**
 * The GPU below the driver: page tables and their walk, command streamers, contexts that are preempted and reset.
 *
 * <p>A model of hardware and firmware; it knows no file, no ioctl and no test.
 */
@NullMarked
package xe.sim.gpu;

import org.jspecify.annotations.NullMarked;
