// SPDX-License-Identifier: MIT
/**
 * WATCH_QUEUE: who subscribes which pipe to a file.
 *
 * <p>Only what the ioctl judges; events are posted where they arise.
 */
@NullMarked
package xe.sim.driver.watch;

import org.jspecify.annotations.NullMarked;
