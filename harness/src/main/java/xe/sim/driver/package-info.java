// SPDX-License-Identifier: MIT
/**
 * The xe driver: one class per ioctl group or driver object, with its checks in the driver's order.
 *
 * <p>It knows no test; every check names the rule that it models.
 */
@NullMarked
package xe.sim.driver;

import org.jspecify.annotations.NullMarked;
