// SPDX-License-Identifier: MIT
/**
 * What CI systems read: one class per format, each made from the same list of outcomes.
 *
 * <p>Nothing here judges; {@link xe.report.output.Terms} alone says what a verdict is called in which format.
 */
@NullMarked
package xe.report.output;

import org.jspecify.annotations.NullMarked;
