// SPDX-License-Identifier: MIT
/**
 * OBSERVATION of xe: streams of OA reports and of EU stall data, OA configurations, and who may have them.
 *
 * <p>Knows the driver's devices, files and queues, and nothing of system calls but what an open file is asked.
 */
@NullMarked
package xe.sim.driver.observation;

import org.jspecify.annotations.NullMarked;
