// SPDX-License-Identifier: MIT
/**
 * What a run measured, and one writer per output format.
 *
 * <p>Everything is written from the list of outcomes; nothing here starts a check or asks a kernel.
 */
@NullMarked
package xe.report;

import org.jspecify.annotations.NullMarked;
