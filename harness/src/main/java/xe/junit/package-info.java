// SPDX-License-Identifier: MIT
/**
 * What JUnit needs to run checks: parameters by type, requirements, clean-up, and the assertions that checks use.
 *
 * <p>Chooses the kernel to run on; knows nothing of selections, journals and reports.
 */
@NullMarked
package xe.junit;

import org.jspecify.annotations.NullMarked;
