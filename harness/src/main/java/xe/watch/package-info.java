// SPDX-License-Identifier: MIT
/**
 * Notification pipes and the records that are read from them.
 *
 * <p>Knows records, not devices: who posts them is no matter here.
 */
@NullMarked
@CheckReturnValue
package xe.watch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
