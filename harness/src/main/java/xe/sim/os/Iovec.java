// SPDX-License-Identifier: MIT
package xe.sim.os;

/**
 * One {@code struct iovec}, already copied from user memory.
 *
 * @param base address in user memory
 * @param length in bytes
 */
public record Iovec(long base, long length) {
    /** The bytes of all vectors. */
    public static long total(Iovec[] vectors) {
        long total = 0;
        for (Iovec vector : vectors) {
            total += vector.length();
        }
        return total;
    }
}
