// SPDX-License-Identifier: MIT
/**
 * EXEC: batches for the command streamer.
 *
 * <p>Only what the ioctl judges and submits; what a batch does is in {@link xe.sim.gpu}.
 */
@NullMarked
package xe.sim.driver.exec;

import org.jspecify.annotations.NullMarked;
