// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_EU_STALL;
import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_MERT;
import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAG;

import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.Feature;
import xe.drm.OaFacts;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.DrmXeOaUnit;
import xe.uapi.DrmXeQueryEuStall;
import xe.uapi.DrmXeQueryOaUnits;
import xe.uapi.StructView;

/** DEVICE_QUERY: OA units and EU stall sampling. Devices without the latter: {@link EuStallUnsupportedTest}. */
class ObservationQueryTest {
    private static final int RATES = 7;
    private static final int CYCLES = 251;
    private static final int EU_STALL_SIZE = 136;
    private static final int ALL_CAPABILITIES = 0x3f;

    static Stream<Hex> wrongSizes() {
        return Hex.all(Hex.bits(0, 6), Hex.bits(8, 31), Hex.of(80, EU_STALL_SIZE - 1, EU_STALL_SIZE + 1, 0xffff_ffffL));
    }

    private static GoodRequest euStall(DrmFile file, long size, long data) {
        return new GoodRequest(
                file,
                DRM_IOCTL_XE_DEVICE_QUERY,
                request -> request.set("query", DRM_XE_DEVICE_QUERY_EU_STALL)
                        .set("size", size)
                        .set("data", data));
    }

    @Test
    @Rule("QRY-100")
    void theSizeIsThatOfAllUnitsWithTheirEngines(DrmFile file) {
        Answer answer = Query.OA_UNITS.answer(file);
        StructView header = answer.at(0, DrmXeQueryOaUnits.STRUCT);
        int size = DrmXeQueryOaUnits.STRUCT.size();
        for (int unit = 0; unit < header.getInt("num_oa_units"); unit++) {
            assertTrue("unit " + unit + " is in the answer", size + DrmXeOaUnit.STRUCT.size() <= answer.size());
            int engines = answer.at(size, DrmXeOaUnit.STRUCT).getInt("num_engines");
            size += DrmXeOaUnit.STRUCT.size() + engines * DrmXeEngineClassInstance.STRUCT.size();
        }
        assertTrue(
                "an answer of " + answer.size() + " bytes holds the " + size + " that it tells of",
                size <= answer.size());
        assertEqual("pad", 0, header.get("pad"));
    }

    @Test
    @Rule("QRY-101")
    @Requires(Feature.OA)
    void unitsAreNumberedInTheOrderOfTheList(DrmFile file) {
        int expected = 0;
        for (OaFacts.Unit unit : OaFacts.of(file).units()) {
            assertEqual("oa_unit_id of " + unit, expected++, unit.id());
        }
    }

    @Test
    @Rule("QRY-102")
    @Requires(Feature.OA)
    void everyUnitHasEveryCapability(DrmFile file) {
        for (OaFacts.Unit unit : OaFacts.of(file).units()) {
            assertEqual(
                    "capabilities of " + unit, ALL_CAPABILITIES, unit.fields().get("capabilities"));
        }
    }

    @Test
    @Rule("QRY-103")
    @Requires(Feature.OA)
    void theTypeFitsTheGt(DrmFile file) {
        OaFacts facts = OaFacts.of(file);
        for (OaFacts.Unit unit : facts.units()) {
            boolean media = facts.mediaGt().orElse(-1) == unit.fields().getInt("gt_id");
            boolean oag = unit.type() == DRM_XE_OA_UNIT_TYPE_OAG || unit.type() == DRM_XE_OA_UNIT_TYPE_MERT;
            assertTrue("the type fits the GT: " + unit, oag != media);
        }
        assertEqual(
                "the type of unit 0",
                DRM_XE_OA_UNIT_TYPE_OAG,
                facts.units().getFirst().type());
    }

    @Test
    @Rule("QRY-104")
    @Requires(Feature.OA)
    void enginesAreListedOnesOfTheSameGt(DrmFile file) {
        for (OaFacts.Unit unit : OaFacts.of(file).units()) {
            for (Engine engine : unit.engines()) {
                assertTrue(
                        engine + " is listed", file.device().facts().engines().contains(engine));
                assertEqual("the GT of " + engine, unit.fields().get("gt_id"), engine.gtId());
            }
        }
    }

    @Test
    @Rule("QRY-105")
    @Requires(Feature.OA)
    void aUnitIsOnAListedGtAndHasAFrequency(DrmFile file) {
        OaFacts facts = OaFacts.of(file);
        for (OaFacts.Unit unit : facts.units()) {
            boolean listed = facts.gts().stream()
                    .anyMatch(gt -> gt.getInt("gt_id") == unit.fields().getInt("gt_id"));
            assertTrue("the GT of " + unit + " is listed", listed);
            assertTrue("the frequency of " + unit + " is not 0", unit.fields().get("oa_timestamp_freq") != 0);
            for (String slot : DrmXeOaUnit.STRUCT.slots(CField.Zero.WRITTEN)) {
                assertEqual(slot, 0, unit.fields().get(slot));
            }
        }
    }

    @Test
    @Rule("QRY-121")
    @Requires(Feature.EU_STALL)
    void theSizeOfTheEuStallAnswerIs136(DrmFile file) {
        assertThat(euStall(file, 0, 0).send()).succeedsWith("size", EU_STALL_SIZE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSizes")
    @Rule("QRY-121")
    @Requires(Feature.EU_STALL)
    void anyOtherSizeGivesEinval(Hex size, DrmFile file) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), EU_STALL_SIZE + 1)) {
            GoodRequest wrong = euStall(file, size.value(), memory.address());
            assertThat(wrong.send()).failsWith(EINVAL);
            assertThat(wrong.send()).leaves("size", size.value());
        }
        assertThat(euStall(file, 0, 0).send()).succeedsWith("size", EU_STALL_SIZE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 1, 4096, -8})
    @Rule("QRY-121")
    @Requires(Feature.EU_STALL)
    void dataThatCantBeWrittenGivesEfault(long data, DrmFile file) {
        assertThat(euStall(file, EU_STALL_SIZE, data).send()).failsWith(EFAULT);
        assertThat(euStall(file, 0, data).send()).succeedsWith("size", EU_STALL_SIZE);
    }

    @Test
    @Rule("QRY-122")
    @Requires(Feature.EU_STALL)
    void theEuStallAnswerTellsBuffersAndRates(DrmFile file) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), EU_STALL_SIZE)) {
            memory.segment().fill((byte) 0xff);
            assertThat(euStall(file, EU_STALL_SIZE, memory.address()).send()).succeedsWith("size", EU_STALL_SIZE);

            StructView answer = new StructView(DrmXeQueryEuStall.STRUCT, memory.segment());
            assertEqual("extensions", 0, answer.get("extensions"));
            assertEqual("capabilities", 1, answer.get("capabilities"));
            assertEqual("record_size", 64, answer.get("record_size"));
            assertEqual("per_xecore_buf_size", 512 << 10, answer.get("per_xecore_buf_size"));
            for (String slot : DrmXeQueryEuStall.STRUCT.slots(CField.Zero.WRITTEN)) {
                assertEqual(slot, 0, answer.get(slot));
            }
            assertEqual("num_sampling_rates", RATES, answer.get("num_sampling_rates"));
            for (int i = 0; i < RATES; i++) {
                long at = DrmXeQueryEuStall.STRUCT.size() + (long) i * Long.BYTES;
                assertEqual(
                        "sampling rate " + i,
                        (long) CYCLES * (i + 1),
                        memory.segment().get(ValueLayout.JAVA_LONG, at));
            }
        }
    }
}
