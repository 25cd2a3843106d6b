// SPDX-License-Identifier: MIT
/**
 * The checks: one class per ioctl, and one per area of the contract that spans ioctls.
 *
 * <p>They see the device API and the assertions, never the simulator, and ask for no backend.
 */
@NullMarked
package xe.conformance;

import org.jspecify.annotations.NullMarked;
