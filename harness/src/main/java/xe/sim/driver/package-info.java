// SPDX-License-Identifier: MIT
/**
 * The xe driver: its table of ioctls; each family of them has a package below this one.
 *
 * <p>It knows no test; the families do not know each other, but where one reads what another has put down.
 */
@NullMarked
package xe.sim.driver;

import org.jspecify.annotations.NullMarked;
