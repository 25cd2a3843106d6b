// SPDX-License-Identifier: MIT
package xe.headers;

/**
 * An ioctl that a header declares.
 *
 * @param struct the tag of what the argument points to, empty if the request has no argument
 */
public record HeaderIoctl(String name, int request, String struct, Where where) {}
