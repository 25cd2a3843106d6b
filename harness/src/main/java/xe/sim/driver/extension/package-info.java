// SPDX-License-Identifier: MIT
/**
 * The chain of user extensions that several ioctls take.
 *
 * <p>Walks the chain and judges each link; what an extension means is up to the ioctl.
 */
@NullMarked
package xe.sim.driver.extension;

import org.jspecify.annotations.NullMarked;
