// SPDX-License-Identifier: MIT
/**
 * The ioctls of exec queues: create, destroy, and their properties.
 *
 * <p>The queue itself is in {@link xe.sim.driver.device}; work comes through {@link xe.sim.driver.exec}.
 */
@NullMarked
package xe.sim.driver.queue;

import org.jspecify.annotations.NullMarked;
