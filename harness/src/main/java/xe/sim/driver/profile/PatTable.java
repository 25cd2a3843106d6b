// SPDX-License-Identifier: MIT
package xe.sim.driver.profile;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The PAT table of a platform: coherency and compression by pat_index.
 *
 * @param count how many entries there are
 * @param oneWay indices with one-way coherency
 * @param twoWay indices with two-way coherency
 * @param reserved indices that user space may not use
 * @param compressed indices that compress
 */
public record PatTable(
        int count, Set<Integer> oneWay, Set<Integer> twoWay, Set<Integer> reserved, Set<Integer> compressed) {
    /** What the GPU sees of CPU caches. */
    public enum Coherency {
        NONE,
        ONE_WAY,
        TWO_WAY
    }

    static final PatTable XE_LP = new PatTable(4, set(0), set(), set(), set());
    static final PatTable XE_HPC = new PatTable(8, set(3, 5, 7), set(), set(), set());
    static final PatTable XE_LPG = new PatTable(5, set(3), set(4), set(), set());
    static final PatTable XE2 = new PatTable(
            32,
            set(1, 4, 5, 22, 26, 30),
            set(2, 7, 23, 27, 31),
            set(16, 17, 18, 19),
            set(9, 10, 11, 12, 14, 15, 21, 25, 29));
    /** Graphics 20.01 has no entries 28 to 31. */
    static final PatTable XE2_HPG = new PatTable(28, XE2.oneWay, XE2.twoWay, XE2.reserved, XE2.compressed);

    static final PatTable XE3 = new PatTable(
            32, set(1, 4, 5, 16, 22, 26, 30), XE2.twoWay, set(17, 18, 19), set(9, 10, 11, 12, 14, 15, 16, 21, 25, 29));

    /** The entry of graphics 35 for memory that its user changes soon. */
    static final int TRANSIENT = 19;

    /** Graphics 35.10: as Xe3, with two entries for what is transient. */
    static final PatTable XE3P_LPG =
            new PatTable(32, set(1, 4, 5, 16, TRANSIENT, 22, 26, 30), XE2.twoWay, set(17), XE3.compressed);

    /** Graphics 35.11: no entry compresses. */
    static final PatTable XE3P_XPC = new PatTable(
            32,
            set(1, 4, 6, 9, 24, 27, 30),
            set(2, 7, 10, 25, 28, 31),
            set(11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22),
            set());

    /** Whether user space may use the index. */
    public boolean valid(int index) {
        return index >= 0 && index < count && !reserved.contains(index);
    }

    /** The coherency of a valid index. */
    public Coherency coherency(int index) {
        if (twoWay.contains(index)) {
            return Coherency.TWO_WAY;
        }
        return oneWay.contains(index) ? Coherency.ONE_WAY : Coherency.NONE;
    }

    private static Set<Integer> set(Integer... indices) {
        return Set.copyOf(new HashSet<>(Arrays.asList(indices)));
    }
}
