// SPDX-License-Identifier: MIT
/**
 * The command line, the index of checks, selection, execution and the console.
 *
 * <p>It decides nothing about the contract: verdicts come from the checks, sentences from the rule book.
 */
@NullMarked
package xe.run;

import org.jspecify.annotations.NullMarked;
