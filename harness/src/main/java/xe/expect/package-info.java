// SPDX-License-Identifier: MIT
/**
 * Files of expectations: which checks are known to fail, crash, time out or flake where, and the bug that each stands for.
 * Nothing here runs a check or prints.
 */
@NullMarked
package xe.expect;

import org.jspecify.annotations.NullMarked;
