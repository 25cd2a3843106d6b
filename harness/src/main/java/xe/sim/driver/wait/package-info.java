// SPDX-License-Identifier: MIT
/**
 * WAIT_USER_FENCE: its operators, masks and forms of a timeout.
 *
 * <p>Writes no fence; that is for those who signal.
 */
@NullMarked
package xe.sim.driver.wait;

import org.jspecify.annotations.NullMarked;
