// SPDX-License-Identifier: MIT
/**
 * The driver's objects as Java objects, for those who write checks: render node, DRM file, VM, queue, buffer, job, fault injection.
 *
 * <p>Verbs of set-up throw a SyscallException when they fail; the {@code try...} verbs are for the call under test and return an
 * Outcome. Nothing here asserts, and nothing here asks which kernel it runs on.
 */
@NullMarked
@CheckReturnValue
package xe.drm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
