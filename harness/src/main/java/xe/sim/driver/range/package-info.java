// SPDX-License-Identifier: MIT
/**
 * VM_QUERY_MEM_RANGE_ATTRS: what a VM holds, range by range.
 *
 * <p>Only reads.
 */
@NullMarked
package xe.sim.driver.range;

import org.jspecify.annotations.NullMarked;
