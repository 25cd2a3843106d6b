// SPDX-License-Identifier: MIT
/**
 * DEVICE_QUERY: the size protocol and the facts of each query.
 *
 * <p>Facts about mappings are in {@link xe.sim.driver.range}; it changes nothing.
 */
@NullMarked
package xe.sim.driver.query;

import org.jspecify.annotations.NullMarked;
