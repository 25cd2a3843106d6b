// SPDX-License-Identifier: MIT
package xe.headers;

/** A constant that a header defines as a macro or in an enum. */
public record HeaderConstant(String name, long value, Where where) {}
