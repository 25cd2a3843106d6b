// SPDX-License-Identifier: MIT
/**
 * The rule book: every rule of the contract as data, the annotation that ties a check to its rules, and coverage.
 *
 * <p>It knows neither JUnit nor any kernel.
 */
@NullMarked
package xe.rules;

import org.jspecify.annotations.NullMarked;
