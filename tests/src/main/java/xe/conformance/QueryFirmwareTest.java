// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.OK;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VIDEO_DECODE;
import static xe.uapi.DrmXeQueryUcFwVersion.XE_QUERY_UC_TYPE_HUC;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeQueryUcFwVersion;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** DEVICE_QUERY: versions of firmware, the table that firmware brings along, and protected content. */
class QueryFirmwareTest {
    private static final int SIZE = 32;
    private static final int PXP_SIZE = 8;

    @Test
    @Rule("QRY-090")
    void theSizeIsThatOfTheStruct(DrmFile file) {
        assertThat(Query.UC_FW_VERSION.size(file).send()).succeedsWith("size", SIZE);
    }

    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {2, 3, 4, 8, 16, 32, 64, 128, 255, 256, 257, 0x4000, 0x8000, 0xffff})
    @Rule("QRY-092")
    void anUnknownFirmwareGivesEinval(int type, DrmFile file) {
        ask(file, (argument, query) -> {
            assertThat(query.send()).succeeds();
            argument.set("uc_type", type);
            assertThat(query.send()).failsWith(EINVAL);
        });
    }

    @Test
    @Rule("QRY-093")
    void theGucTellsItsVersion(DrmFile file) {
        ask(file, (argument, query) -> {
            argument.set("branch_ver", 7).set("major_ver", 7).set("minor_ver", 7);
            assertThat(query.send()).succeeds();
            assertEqual("branch_ver", 0, argument.get("branch_ver"));
            assertTrue("a version in " + argument, argument.get("major_ver") > 0);
        });
    }

    /** Whether a HuC runs cannot be told from here, but none does where there is nothing to decode. */
    @Test
    @Rule("QRY-094")
    void aHucThatDoesNotRunGivesEnodev(DrmFile file) {
        boolean decodes = file.device().facts().engines().stream()
                .anyMatch(engine -> engine.engineClass() == DRM_XE_ENGINE_CLASS_VIDEO_DECODE);
        ask(file, (argument, query) -> {
            argument.set("uc_type", XE_QUERY_UC_TYPE_HUC);
            Outcome asked = query.send();
            if (decodes) {
                assertThat(asked).givesOneOf(ENODEV, OK);
            } else {
                assertThat(asked).failsWith(ENODEV);
            }
        });
    }

    private static void ask(DrmFile file, BiConsumer<StructView, GoodRequest> check) {
        long size = Query.UC_FW_VERSION.sizeBytes(file);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), size)) {
            StructView argument = new StructView(DrmXeQueryUcFwVersion.STRUCT, memory.segment());
            check.accept(argument, Query.UC_FW_VERSION.ask(file, size, memory.address()));
        }
    }

    @ParameterizedTest(name = "size {0}")
    @ValueSource(ints = {1, 4, 8, 24, 4096, 0x7fffffff})
    @Requires(Feature.NO_HARDWARE_CONFIG)
    @Rule("QRY-060")
    void withoutATableNoSizeIsTaken(int size, DrmFile file) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 4096)) {
            assertThat(Query.HWCONFIG.ask(file, size, memory.address()).send()).failsWith(EINVAL);
        }
        assertThat(Query.HWCONFIG.size(file).send()).succeedsWith("size", 0);
    }

    @Test
    @Requires(Feature.HARDWARE_CONFIG)
    @Rule("QRY-061")
    void theItemsOfTheTableFillIt(DrmFile file) {
        Answer table = Query.HWCONFIG.answer(file);

        assertEqual("bytes past the last word", 0, table.size() % Integer.BYTES);
        assertEqual("the end of the last item", table.size() / Integer.BYTES, walk(table));
    }

    /** A table that is filled up to a page has words behind the last item, which read as items without a key. */
    @Test
    @Requires(Feature.HARDWARE_CONFIG)
    @Rule("QRY-062")
    void everyItemOfTheTableHasAKey(DrmFile file) {
        Answer table = Query.HWCONFIG.answer(file);
        for (long at = 0; at + 2 <= table.size() / Integer.BYTES; at += 2 + word(table, at + 1)) {
            assertTrue("a key at word " + at, word(table, at) != 0);
        }
    }

    /** In words. */
    private static long walk(Answer table) {
        long at = 0;
        while (at + 2 <= table.size() / Integer.BYTES) {
            at += 2 + word(table, at + 1);
        }
        return at;
    }

    private static long word(Answer table, long index) {
        ByteBuffer words = ByteBuffer.wrap(table.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return Integer.toUnsignedLong(words.getInt((int) index * Integer.BYTES));
    }

    @Test
    @Rule("QRY-110")
    void theSizeOfTheStatusIsToldEverywhere(DrmFile file) {
        assertThat(Query.PXP_STATUS.size(file).send()).succeedsWith("size", PXP_SIZE);
    }

    @Test
    @Requires(Feature.NO_PXP)
    @Rule("QRY-111")
    void withoutProtectedContentTheStatusGivesEnodev(DrmFile file) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), PXP_SIZE)) {
            assertThat(Query.PXP_STATUS.ask(file, PXP_SIZE, memory.address()).send())
                    .failsWith(ENODEV);
        }
    }
}
