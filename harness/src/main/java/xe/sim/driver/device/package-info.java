// SPDX-License-Identifier: MIT
/**
 * A device and what its clients have on it: files, VMs and their mappings, queues, buffers, subscriptions, and the rebind worker.
 *
 * <p>These objects refer to each other as in the kernel; no argument of a xe ioctl is judged here.
 */
@NullMarked
package xe.sim.driver.device;

import org.jspecify.annotations.NullMarked;
