// SPDX-License-Identifier: MIT
/**
 * A reader of the kernel's UAPI headers, in the part of C that they are written in, and how they differ from what the suite was
 * built for.
 *
 * <p>It knows no kernel that runs, and guesses nothing: what it can't read it refuses.
 */
@NullMarked
package xe.headers;

import org.jspecify.annotations.NullMarked;
