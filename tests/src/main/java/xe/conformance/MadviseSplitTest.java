// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.DrmXeMadvise;
import xe.uapi.Outcome;

/** What MADVISE does to mappings that its range cuts. */
class MadviseSplitTest {
    private static final long PAGE = 4096;
    private static final int DEVICE = DrmXeMadvise.DRM_XE_ATOMIC_DEVICE;
    private static final int CPU = DrmXeMadvise.DRM_XE_ATOMIC_CPU;

    /** A range of pages, counted from the start of a mapping of 64 pages; what follows are its pieces and their modes. */
    private static final String[] CUTS = {
        "0, 1, 0-1:1 1-64:0",
        "0, 63, 0-63:1 63-64:0",
        "1, 1, 0-1:0 1-2:1 2-64:0",
        "16, 16, 0-16:0 16-32:1 32-64:0",
        "1, 62, 0-1:0 1-63:1 63-64:0",
        "63, 1, 0-63:0 63-64:1",
        "1, 63, 0-1:0 1-64:1",
        "-16, 17, 0-1:1 1-64:0",
        "63, 100, 0-63:0 63-64:1",
        "0, 64, 0-64:1",
        "-8, 100, 0-64:1"
    };

    static Stream<Arguments> cuts() {
        return Stream.of(CUTS).map(row -> Arguments.of((Object[]) row.split(", ")));
    }

    private static Outcome tryMode(Vm vm, long firstPage, long pages, int mode) {
        return vm.tryMadvise(
                Mapped.ADDRESS + firstPage * PAGE,
                pages * PAGE,
                request -> Advice.ATOMIC.fill(request, 0).set("atomic.val", mode));
    }

    /** All mappings as pages from the start of the first one, with their modes. */
    private static String layout(Vm vm) {
        return vm.memRanges().stream()
                .map(entry -> (entry.get("start") - Mapped.ADDRESS) / PAGE
                        + "-" + (entry.get("end") - Mapped.ADDRESS) / PAGE
                        + ":" + entry.get("atomic.val"))
                .collect(Collectors.joining(" "));
    }

    private static void splits(MappingKind kind, long firstPage, long pages, String expected, DrmFile file) {
        Mapped mapped = Mapped.of(kind, file);
        assertThat(tryMode(mapped.vm(), firstPage, pages, DEVICE)).succeeds();

        assertEqual("mappings", expected, layout(mapped.vm()));
    }

    @ParameterizedTest(name = "{1} pages from {0}")
    @MethodSource("cuts")
    @Rule("MAD-071")
    void aMappingWithoutMemoryIsSplit(long firstPage, long pages, String expected, DrmFile file) {
        splits(MappingKind.NULL, firstPage, pages, expected, file);
    }

    @ParameterizedTest(name = "{1} pages from {0}")
    @MethodSource("cuts")
    @Rule("MAD-071")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorIsSplit(long firstPage, long pages, String expected, DrmFile file) {
        splits(MappingKind.CPU_MIRROR, firstPage, pages, expected, file);
    }

    @ParameterizedTest(name = "{1} pages from {0}")
    @CsvSource({"0, 1", "1, 1", "16, 16", "63, 1", "0, 63", "-8, 9", "63, 8", "0, 64", "-8, 100"})
    @Rule("MAD-070")
    void aBufferTakesAdviceAsAWhole(long firstPage, long pages, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        assertThat(tryMode(mapped.vm(), firstPage, pages, CPU)).succeeds();

        assertEqual("mappings", "0-64:3", layout(mapped.vm()));
    }

    /** The piece in the range would begin at address 0 of the process. */
    @ParameterizedTest(name = "{1} pages from {0}")
    @CsvSource({"0, 1", "1, 1", "16, 16", "63, 1", "0, 63", "-8, 9", "63, 8"})
    @Rule("MAD-072")
    void aPartOfAUserptrGivesEfaultAndChangesNothing(long firstPage, long pages, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.USERPTR, file)) {
            assertThat(tryMode(mapped.vm(), firstPage, pages, DEVICE)).failsWith(EFAULT);

            assertEqual("mappings", "0-64:0", layout(mapped.vm()));
        }
    }

    @ParameterizedTest(name = "{1} pages from {0}")
    @CsvSource({"0, 64", "-8, 72", "0, 100", "-8, 100"})
    @Rule("MAD-073")
    @Requires(Feature.SYSTEM_ATOMICS)
    void aWholeUserptrTakesAdvice(long firstPage, long pages, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.USERPTR, file)) {
            assertThat(tryMode(mapped.vm(), firstPage, pages, DEVICE)).succeeds();

            assertEqual("mappings", "0-64:1", layout(mapped.vm()));
        }
    }

    /** Advice for the pieces does not join them again. */
    @Test
    @Rule("MAD-071")
    void piecesStayPieces(DrmFile file) {
        Vm vm = Mapped.of(MappingKind.NULL, file).vm();
        assertThat(tryMode(vm, 16, 16, DEVICE)).succeeds();
        assertThat(tryMode(vm, 0, 64, CPU)).succeeds();
        assertEqual("mappings", "0-16:3 16-32:3 32-64:3", layout(vm));

        assertThat(tryMode(vm, 24, 16, DEVICE)).succeeds();
        assertEqual("mappings", "0-16:3 16-24:3 24-32:1 32-40:1 40-64:3", layout(vm));
    }

    @Test
    @Rule("MAD-071")
    void theFirstAndTheLastOfSeveralMappingsAreSplit(DrmFile file) {
        Vm vm = Mapped.nothing(file, 0, 1, 2);
        assertThat(tryMode(vm, 32, 128, DEVICE)).succeeds();

        assertEqual("mappings", "0-32:0 32-64:1 64-128:1 128-160:1 160-192:0", layout(vm));
    }

    /** Pieces keep what was said to the whole. */
    @Test
    @Rule("MAD-071")
    void thePiecesAroundKeepTheirAttributes(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.NULL, file);
        assertThat(mapped.tryAtomic(CPU)).succeeds();
        assertThat(tryMode(mapped.vm(), 16, 16, DEVICE)).succeeds();
        assertEqual("mappings", "0-16:3 16-32:1 32-64:3", layout(mapped.vm()));

        mapped.vm()
                .memRanges()
                .forEach(entry -> assertEqual("pat_index.val", mapped.patIndex(), entry.get("pat_index.val")));
    }
}
