// SPDX-License-Identifier: MIT
/**
 * The simulated kernel, put together from its layers, and the list of its defects.
 *
 * <p>It sees nothing but system calls, and knows nothing of checks.
 */
@NullMarked
package xe.sim;

import org.jspecify.annotations.NullMarked;
