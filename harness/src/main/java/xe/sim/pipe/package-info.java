// SPDX-License-Identifier: MIT
/**
 * Pipes, notification pipes, watch lists and keys: fs/pipe.c, kernel/watch_queue.c and the keyrings that post to them.
 *
 * <p>Knows no driver: a driver owns a {@link xe.sim.pipe.WatchList} and posts to it.
 */
@NullMarked
package xe.sim.pipe;

import org.jspecify.annotations.NullMarked;
