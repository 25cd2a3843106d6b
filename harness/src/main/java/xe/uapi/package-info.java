// SPDX-License-Identifier: MIT
/**
 * The UAPI as data: one class per C struct with its layout, its request number and its constants, spelled as in the headers.
 *
 * <p>No calls are made here.
 */
@NullMarked
@CheckReturnValue
package xe.uapi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
