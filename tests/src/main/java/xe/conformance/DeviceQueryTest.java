// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.OK;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeDeviceQuery;
import xe.uapi.DrmXeQueryUcFwVersion;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** DEVICE_QUERY: what must be zero, and the protocol of sizes that all queries share. */
class DeviceQueryTest {
    private static final long ALL_ONES = 0xffffffffL;

    static Stream<String> extensions() {
        return GoodRequest.slots(DrmXeDeviceQuery.STRUCT, "extensions");
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeDeviceQuery.STRUCT, "reserved");
    }

    static Stream<String> firmwareSlots() {
        return GoodRequest.slots(DrmXeQueryUcFwVersion.STRUCT, "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("QRY-001")
    void everyBitOfExtensionsGivesEinval(String slot, DrmFile file) {
        Query.CONFIG.size(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("QRY-002")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        Query.CONFIG.size(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {11, 12, 0x100, 0x80000000, 0xffffffff})
    @Rule("QRY-003")
    void anUnknownQueryGivesEinval(int query, DrmFile file) {
        Query.CONFIG.size(file).refuses("query", query);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("QRY-004")
    void sizeZeroTellsTheSizeWithoutALookAtTheData(Query query, DrmFile file) {
        long size = query.sizeBytes(file);

        LongStream.of(1, 4096, Long.MIN_VALUE, -1)
                .forEach(data -> assertThat(query.size(file).with("data", data)).succeedsWith("size", size));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("QRY-005")
    void anyOtherSizeGivesEinval(Query query, DrmFile file) {
        long exact = query.sizeBytes(file);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), exact + 8)) {
            LongStream.of(1, exact - 1, exact + 1, exact + 8, ALL_ONES)
                    .filter(size -> size > 0 && size != exact)
                    .forEach(size -> {
                        Outcome wrong = query.ask(file, size, memory.address()).send();
                        assertThat(wrong).failsWith(EINVAL);
                        assertThat(wrong).leaves("size", size);
                    });
        }
        assertThat(query.size(file).send()).succeedsWith("size", exact);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"ENGINES", "CONFIG", "GT_LIST", "GT_TOPOLOGY", "OA_UNITS"})
    @Rule("QRY-006")
    void dataThatCantBeWrittenGivesEfault(Query query, DrmFile file) {
        long size = query.sizeBytes(file);
        assertThat(query.ask(file, size, 0).send()).failsWith(EFAULT);

        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), size)) {
            assertThat(query.ask(file, size, memory.address()).send()).succeeds();
            memory.makeReadOnly();
            assertThat(query.ask(file, size, memory.address()).send()).failsWith(EFAULT);
        }
    }

    @Test
    @Rule("QRY-007")
    void memoryRegionsSayEnospcForDataThatCantBeWritten(DrmFile file) {
        long size = Query.MEM_REGIONS.sizeBytes(file);
        assertThat(Query.MEM_REGIONS.ask(file, size, 0).send()).failsWith(ENOSPC);

        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), size)) {
            assertThat(Query.MEM_REGIONS.ask(file, size, memory.address()).send())
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"ENGINE_CYCLES", "UC_FW_VERSION"})
    @Rule("QRY-008")
    void anArgumentThatCantBeReadGivesEfault(Query query, DrmFile file) {
        long size = query.sizeBytes(file);
        LongStream.of(0, 1, -1)
                .forEach(data -> assertThat(query.ask(file, size, data).send()).failsWith(EFAULT));

        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), size)) {
            assertThat(query.ask(file, size, memory.address()).send()).givesOneOf(OK, EINVAL); // no such engine
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"ENGINES", "CONFIG", "GT_LIST", "HWCONFIG", "GT_TOPOLOGY", "OA_UNITS"})
    @Rule("QRY-009")
    void askedTwiceTheDeviceSaysTheSame(Query query, DrmFile file) {
        assertEqual(
                query + " again", query.answer(file).bytes(), query.answer(file).bytes());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"HWCONFIG", "ENGINE_CYCLES", "PXP_STATUS"})
    @Rule("QRY-010")
    void anAnswerLeavesTheSize(Query query, DrmFile file) {
        long size = query.sizeBytes(file);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), size)) {
            assertThat(query.ask(file, size, memory.address()).send()).succeedsWith("size", size);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("firmwareSlots")
    @Rule("QRY-091")
    void everyBitOfAPadOfTheFirmwareQueryGivesEinval(String slot, DrmFile file) {
        long size = Query.UC_FW_VERSION.sizeBytes(file);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), size)) {
            StructView argument = new StructView(DrmXeQueryUcFwVersion.STRUCT, memory.segment());
            GoodRequest ask = Query.UC_FW_VERSION.ask(file, size, memory.address());
            DrmXeQueryUcFwVersion.STRUCT.nonZeroValues(slot).forEach(value -> {
                argument.set(slot, value);
                assertThat(ask.send()).failsWith(EINVAL);
            });

            argument.set(slot, 0);
            assertThat(ask.send()).succeeds();
        }
    }
}
