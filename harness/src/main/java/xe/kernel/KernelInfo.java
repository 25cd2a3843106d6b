// SPDX-License-Identifier: MIT
package xe.kernel;

/**
 * Where answers come from. Stands in every output, so that a simulator run never looks like another.
 *
 * @param backend {@code sim} or {@code linux}
 * @param release what {@code uname -r} says, or the kernel that the simulator models
 * @param detail one line for people, such as {@code simulator of 7.3-rc7 + async notification series, profile bmg}
 */
public record KernelInfo(String backend, String release, String detail) {}
