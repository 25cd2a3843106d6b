// SPDX-License-Identifier: MIT
/**
 * What a GPU is: its GTs, engines, memory, PAT table and OA units, one profile for each kind that the suite knows.
 *
 * <p>Plain facts; nothing of a driver.
 */
@NullMarked
package xe.sim.driver.profile;

import org.jspecify.annotations.NullMarked;
