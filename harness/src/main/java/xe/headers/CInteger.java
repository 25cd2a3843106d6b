// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.Locale;

/**
 * An integer constant of C with its type.
 *
 * @param value the bits; of a 32-bit type extended to 64 bits as its signedness says
 * @param bits 32 or 64
 */
record CInteger(long value, int bits, boolean unsigned) {
    static CInteger ofInt(long value) {
        return new CInteger((int) value, Integer.SIZE, false);
    }

    /**
     * A literal such as {@code 0xffu}, with the type that C gives it.
     *
     * @throws NumberFormatException if it is none
     */
    static CInteger literal(String text) {
        String digits = text.replaceFirst("[uUlL]*$", "");
        String suffix = text.substring(digits.length()).toLowerCase(Locale.ROOT);
        if (!suffix.matches("u?l{0,2}|l{1,2}u")) {
            throw new NumberFormatException(text);
        }
        boolean decimal = !digits.startsWith("0");
        long value = digits.matches("0[xX].*")
                ? Long.parseUnsignedLong(digits.substring(2), 16)
                : Long.parseUnsignedLong(digits, decimal ? 10 : 8);
        boolean unsigned = suffix.contains("u");
        boolean wide = suffix.contains("l") || value >>> 32 != 0 || (decimal && !unsigned && value >>> 31 != 0);
        if (!wide) {
            return of(value, Integer.SIZE, unsigned || value >>> 31 != 0);
        }
        return of(value, Long.SIZE, unsigned || value < 0);
    }

    private static CInteger of(long value, int bits, boolean unsigned) {
        if (bits == Long.SIZE) {
            return new CInteger(value, bits, unsigned);
        }
        return new CInteger(unsigned ? Integer.toUnsignedLong((int) value) : (int) value, bits, unsigned);
    }

    CInteger negated() {
        return of(-value, bits, unsigned);
    }

    CInteger complement() {
        return of(~value, bits, unsigned);
    }

    /** The result of a binary operator in the common type of both sides; that of a shift has the type of this side. */
    CInteger apply(String operator, CInteger other) {
        if (operator.equals("<<")) {
            return of(value << other.value, bits, unsigned);
        }
        if (operator.equals(">>")) {
            return of(unsigned ? value >>> other.value : value >> other.value, bits, unsigned);
        }
        int wide = Math.max(bits, other.bits);
        boolean commonUnsigned = (unsigned && bits == wide) || (other.unsigned && other.bits == wide);
        long result = switch (operator) {
            case "|" -> value | other.value;
            case "&" -> value & other.value;
            case "^" -> value ^ other.value;
            case "+" -> value + other.value;
            case "-" -> value - other.value;
            case "*" -> value * other.value;
            default -> throw new IllegalArgumentException(operator);
        };
        return of(result, wide, commonUnsigned);
    }
}
