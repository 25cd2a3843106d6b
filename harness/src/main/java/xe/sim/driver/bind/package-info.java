// SPDX-License-Identifier: MIT
/**
 * VM_BIND: its operations, in the driver's order of checks, and how they change the mappings of a VM.
 *
 * <p>The mappings themselves are in {@link xe.sim.driver.device}.
 */
@NullMarked
package xe.sim.driver.bind;

import org.jspecify.annotations.NullMarked;
