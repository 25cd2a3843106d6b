// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import xe.drm.Device;
import xe.kernel.Errno;

/**
 * The PAT table of a device as the documentation of its graphics version has it.
 *
 * @param count how many entries there are
 * @param coherent entries that see the CPU's caches
 * @param shared those of them that memory of the process may have, compression apart
 * @param reserved entries that nobody may use
 * @param compressing entries that compress
 */
record PatEntries(
        int count, Set<Integer> coherent, Set<Integer> shared, Set<Integer> reserved, Set<Integer> compressing) {
    /** No platform has more. */
    static final int MOST = 32;

    private static final Set<Integer> XE2_COHERENT = Set.of(1, 2, 4, 5, 7, 22, 23, 26, 27, 30, 31);
    private static final Set<Integer> XE2_COMPRESSING = Set.of(9, 10, 11, 12, 14, 15, 21, 25, 29);

    private static final Set<Integer> XPC_COHERENT = Set.of(1, 2, 4, 6, 7, 9, 10, 24, 25, 27, 28, 30, 31);
    private static final Set<Integer> XPC_RESERVED = Set.of(11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22);
    /** Of graphics 35: two-way coherent, and 19, which is transient. */
    private static final Set<Integer> XE3P_FLUSHED = Set.of(2, 7, 19, 23, 27, 31);

    private PatEntries(int count, Set<Integer> coherent, Set<Integer> reserved, Set<Integer> compressing) {
        this(count, coherent, coherent, reserved, compressing);
    }

    static PatEntries of(Device device) {
        int version = device.facts().graphicsVersion();
        if (version == 0) { // those that tell begin with 12.70, and of the others PVC alone has 57 bits
            return device.facts().vaBits() == 57
                    ? new PatEntries(8, Set.of(3, 5, 7), Set.of(), Set.of())
                    : new PatEntries(4, Set.of(0), Set.of(), Set.of());
        }
        if (version < 2000) {
            return new PatEntries(5, Set.of(3, 4), Set.of(), Set.of());
        }
        if (version < 3000) {
            return new PatEntries(version == 2001 ? 28 : MOST, XE2_COHERENT, Set.of(16, 17, 18, 19), XE2_COMPRESSING);
        }
        if (version < 3500) {
            return new PatEntries(MOST, with(XE2_COHERENT, 16), Set.of(17, 18, 19), with(XE2_COMPRESSING, 16));
        }
        if (version == 3511) {
            return new PatEntries(MOST, XPC_COHERENT, XPC_RESERVED, Set.of());
        }
        Set<Integer> coherent = with(XE2_COHERENT, 16, 19);
        Set<Integer> shared = device.facts().discrete() ? coherent : XE3P_FLUSHED;
        return new PatEntries(MOST, coherent, shared, Set.of(17), with(XE2_COMPRESSING, 16));
    }

    private static Set<Integer> with(Set<Integer> entries, int... more) {
        return IntStream.concat(entries.stream().mapToInt(Integer::intValue), IntStream.of(more))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every index that any platform knows. */
    static IntStream indices() {
        return IntStream.range(0, MOST);
    }

    boolean valid(int index) {
        return index < count && !reserved.contains(index);
    }

    /** What a call gives that takes any entry. */
    Errno any(int index) {
        return valid(index) ? Errno.OK : Errno.EINVAL;
    }

    /** What a call gives that takes coherent entries alone. */
    Errno coherent(int index) {
        return valid(index) && coherent.contains(index) ? Errno.OK : Errno.EINVAL;
    }

    /** What a call gives that takes entries alone that memory of the process may have. */
    Errno shared(int index) {
        return valid(index) && shared.contains(index) ? Errno.OK : Errno.EINVAL;
    }

    /** What a call gives that takes such entries alone, and none that compresses. */
    Errno sharedAndPlain(int index) {
        return compressing.contains(index) ? Errno.EINVAL : shared(index);
    }

    /** What a call gives that takes entries alone that do not compress. */
    Errno plain(int index) {
        return compressing.contains(index) ? Errno.EINVAL : any(index);
    }
}
