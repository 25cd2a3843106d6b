// SPDX-License-Identifier: MIT
/**
 * VM_CREATE, VM_DESTROY, VM_GET_PROPERTY and VM_RESTART.
 *
 * <p>Only what these ioctls judge; the VM itself is in {@link xe.sim.driver.device}.
 */
@NullMarked
package xe.sim.driver.vm;

import org.jspecify.annotations.NullMarked;
