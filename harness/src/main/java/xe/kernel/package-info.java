// SPDX-License-Identifier: MIT
/**
 * The seam: system calls, their results, request numbers and the native memory they work on.
 *
 * <p>The only package that makes downcalls. It knows nothing of DRM or xe.
 */
@NullMarked
@CheckReturnValue
package xe.kernel;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
