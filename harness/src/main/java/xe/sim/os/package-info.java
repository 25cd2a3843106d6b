// SPDX-License-Identifier: MIT
/**
 * The kernel objects below any driver: descriptors, open files, waiting, memory, the file tree, the log.
 *
 * <p>A model of the VFS and mm as far as a client of xe meets them; it knows no driver and no test.
 */
@NullMarked
package xe.sim.os;

import org.jspecify.annotations.NullMarked;
