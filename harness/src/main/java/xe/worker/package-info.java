// SPDX-License-Identifier: MIT

/**
 * Runs checks in processes of their own, and survives what becomes of those. Nothing here prints, selects or writes results.
 */
@NullMarked
package xe.worker;

import org.jspecify.annotations.NullMarked;
