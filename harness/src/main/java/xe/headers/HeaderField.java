// SPDX-License-Identifier: MIT
package xe.headers;

import org.jspecify.annotations.Nullable;

/**
 * A field of a struct in a header; those of a nested struct or union without a tag stand one by one.
 *
 * @param path the name, such as {@code atomic.val} in a nested struct that has a name
 * @param type the element's type as written
 * @param count 1, the length of an array, or 0 for a flexible one
 * @param signed whether an element is a signed integer
 * @param struct the tag of the element's struct, null for an integer
 * @param mustBeZero whether its name or its comment says that it must be zero
 */
public record HeaderField(
        String path,
        String type,
        int offset,
        int elementSize,
        int count,
        boolean signed,
        @Nullable String struct,
        boolean mustBeZero,
        Where where) {

    HeaderField inside(String prefix, int base) {
        return new HeaderField(
                prefix + path, type, base + offset, elementSize, count, signed, struct, mustBeZero, where);
    }
}
