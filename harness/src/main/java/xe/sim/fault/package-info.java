// SPDX-License-Identifier: MIT
/**
 * Fault injection: the attributes that make a kernel function fail on purpose, and their directories in debugfs.
 *
 * <p>Knows no driver: a driver owns an attribute and asks it.
 */
@NullMarked
package xe.sim.fault;

import org.jspecify.annotations.NullMarked;
