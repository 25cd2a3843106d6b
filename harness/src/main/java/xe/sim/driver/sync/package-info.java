// SPDX-License-Identifier: MIT
/**
 * The sync entries of VM_BIND, EXEC and OA configurations.
 *
 * <p>Reads and judges them; the work that they wait for and signal lies with the ioctl.
 */
@NullMarked
package xe.sim.driver.sync;

import org.jspecify.annotations.NullMarked;
