// SPDX-License-Identifier: MIT
/**
 * The test of the tests: runs the checks on simulators that each have one bug, and looks which checks notice.
 *
 * <p>No check stands here.
 */
@NullMarked
package xe.defects;

import org.jspecify.annotations.NullMarked;
