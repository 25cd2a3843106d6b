// SPDX-License-Identifier: MIT
/**
 * A kernel decorator that keeps what was called, in the manner of strace(1), and what is still open.
 *
 * <p>Changes no call and no answer.
 */
@NullMarked
package xe.trace;

import org.jspecify.annotations.NullMarked;
