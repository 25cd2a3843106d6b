// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.rules.Rule;

/** VM_QUERY_MEM_RANGE_ATTRS: which mappings a range finds. Where there are three, they fill slots 0, 2 and 4. */
class MemRangeLookupTest {
    private static final long BASE = Mapped.ADDRESS;
    private static final long SLOT = Mapped.SIZE;

    private static void counts(Vm vm, long start, long range, int number) {
        assertThat(vm.tryQueryMemRanges(request -> request.set("start", start).set("range", range)))
                .succeedsWith("num_mem_ranges", number);
    }

    @ParameterizedTest(name = "start {0} off, range {1}: {2}")
    @CsvSource({
        "1, 1, 1",
        "-1, 1, 0",
        "-1, 2, 1",
        "4095, 1, 1",
        "0x3ffff, 1, 1",
        "0x40000, 1, 0",
        "0x3ffff, 0x40001, 1",
        "0x3ffff, 0x40002, 2",
        "0x7ffff, 2, 1",
        "1, 0xffffe, 2",
        "0x12345, 0x6789a, 1"
    })
    @Rule("VMQ-015")
    void startAndRangeNeedNotBeAligned(long start, long range, int number, DrmFile file) {
        counts(Mapped.nothing(file, 0, 2, 4), BASE + start, range, number);
    }

    @ParameterizedTest(name = "at {0}: {1}")
    @CsvSource({
        "0, 0",
        "1, 1",
        "4095, 1",
        "4096, 1",
        "0x3f000, 1",
        "0x3ffff, 1",
        "0x40000, 0",
        "0x60000, 0",
        "0x80000, 0",
        "0x80001, 1",
        "-1, 0"
    })
    @Rule("VMQ-016")
    void anEmptyRangeFindsWhatItLiesWithin(long start, int number, DrmFile file) {
        counts(Mapped.nothing(file, 0, 2, 4), BASE + start, 0, number);
    }

    @Test
    @Rule("VMQ-016")
    void anEmptyRangeAtZeroFindsNothing(DrmFile file) {
        Vm vm = file.createVm(0);
        Mapped.mapNothing(vm, 0, SLOT);

        counts(vm, 0, 0, 0);
        counts(vm, 1, 0, 1);
    }

    static Stream<Arguments> wrapping() {
        return Stream.of(
                Arguments.of("from the first to the end of all", BASE, -BASE, 0),
                Arguments.of("from within the first to before it", BASE + 1, -4096L, 0),
                Arguments.of("from behind the first to within it", BASE + SLOT, -1L, 0),
                Arguments.of("from the last to within the first", BASE + 4 * SLOT, 1 - 4 * SLOT, 0),
                Arguments.of("from within the first to an earlier place in it", BASE + 8192, -4096L, 1),
                Arguments.of("from the end of the first to its second byte", BASE + SLOT - 1, 2 - SLOT, 1),
                Arguments.of("from one mapping's end to its start", BASE + SLOT - 1, 1 - SLOT, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrapping")
    @Rule("VMQ-017")
    void aRangeThatWrapsFindsAMappingWithBothEnds(String where, long start, long range, int number, DrmFile file) {
        counts(Mapped.nothing(file, 0, 2, 4), start, range, number);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {-1, -2, -4096, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 48, 1L << 57})
    @Rule("VMQ-018")
    void theWholeAddressSpaceFindsAll(long range, DrmFile file) {
        counts(Mapped.nothing(file, 0, 2, 4), 0, range, 3);
    }

    /** The sum of both is 2^64, which is 0. */
    @Test
    @Rule("VMQ-017")
    void aRangeThatEndsAtTheLastByteOfAllFindsNothing(DrmFile file) {
        counts(Mapped.nothing(file, 0, 2, 4), 1, -1, 0);
        counts(Mapped.nothing(file, 0, 2, 4), 4096, -4096, 0);
    }
}
