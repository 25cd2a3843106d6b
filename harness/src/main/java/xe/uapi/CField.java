// SPDX-License-Identifier: MIT
package xe.uapi;

import org.jspecify.annotations.Nullable;

/**
 * A field of a C struct.
 *
 * @param name as in C; a member of a union or nested struct that shares its parent's scope keeps its own name
 * @param offset in bytes from the start of the struct
 * @param elementSize in bytes
 * @param count 1, or the length of an array
 * @param signed whether an element is a signed integer
 * @param zero what the UAPI says about zero
 * @param type the element's struct, null for an integer
 */
public record CField(
        String name,
        int offset,
        int elementSize,
        int count,
        boolean signed,
        Zero zero,
        @Nullable CStruct type) {

    /** Whether a field must be zero. */
    public enum Zero {
        /** The field has a meaning. */
        NO,
        /** The kernel refuses any other value with EINVAL. */
        REQUIRED,
        /** The header says that the field must be zero, or reserves it, but the kernel does not look. */
        UNCHECKED,
        /** Must be zero in some requests only: those that another field of the same struct tells. */
        SOMETIMES,
        /** Part of an answer: the kernel writes zero. */
        WRITTEN
    }

    public int size() {
        return elementSize * count;
    }

    CField withSign() {
        return new CField(name, offset, elementSize, count, true, zero, type);
    }

    CField withZero(Zero value) {
        return new CField(name, offset, elementSize, count, signed, value, type);
    }

    /** The path of element {@code index}: the name alone for a field that is no array. */
    public String path(int index) {
        return count == 1 ? name : name + "[" + index + "]";
    }
}
