// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.DrmXeQueryEngineCycles;
import xe.uapi.StructView;

/** DEVICE_QUERY, ENGINE_CYCLES: which clock and engine it takes, and what it writes. */
class QueryEngineCyclesTest {
    private static final int SIZE = 40;
    private static final int EIGHT_BITS = 256;
    private static final int XE2 = 20;
    private static final int WIDTH_BEFORE_XE2 = 36;

    @Test
    @Rule("QRY-081")
    void theSizeIsThatOfTheStruct(DrmFile file) {
        assertThat(Query.ENGINE_CYCLES.size(file).send()).succeedsWith("size", SIZE);
    }

    @ParameterizedTest(name = "clock {0}")
    @ValueSource(ints = {0, 1, 4, 7, 11})
    @Rule("QRY-082")
    void aClockOfTheKernelIsTaken(int clock, DrmFile file) {
        reads("clockid", clock, file);
    }

    @ParameterizedTest(name = "clock {0}")
    @ValueSource(ints = {2, 3, 5, 6, 8, 9, 10, 12, 16, 0x100, 0x101, 0x7fffffff, 0x80000000, -1})
    @Rule("QRY-082")
    void anotherClockGivesEinval(int clock, DrmFile file) {
        refuses("clockid", clock, file);
    }

    @ParameterizedTest(name = "gt_id {0}")
    @ValueSource(ints = {4, 7, 15, 16, 64, 127, 128, 255, 4 + EIGHT_BITS, 255 + EIGHT_BITS})
    @Rule("QRY-083")
    void anUnknownGtGivesEinval(int gt, DrmFile file) {
        refuses("eci.gt_id", gt, file);
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("highBits")
    @Rule("QRY-084")
    void onlyEightBitsOfTheGtCount(int bit, DrmFile file) {
        reads("eci.gt_id", file.device().jobEngine().gtId() | 1 << bit, file);
    }

    static IntStream highBits() {
        return IntStream.range(8, 16);
    }

    @ParameterizedTest(name = "class {0}")
    @ValueSource(ints = {5, 6, 7, 8, 15, 16, 32, 64, 128, 255, 256, 0x8000, 0xffff})
    @Rule("QRY-085")
    void aClassWithoutEnginesGivesEinval(int engineClass, DrmFile file) {
        refuses("eci.engine_class", engineClass, file);
    }

    @ParameterizedTest(name = "instance {0}")
    @ValueSource(ints = {16, 17, 31, 32, 63, 64, 255, 256, 0x8000, 0xffff})
    @Rule("QRY-086")
    void anUnknownInstanceGivesEinval(int instance, DrmFile file) {
        refuses("eci.engine_instance", instance, file);
    }

    @ParameterizedTest(name = "class {0}")
    @MethodSource("classes")
    @Rule("QRY-086")
    void theInstancesOfAClassEnd(int engineClass, DrmFile file) {
        int gt = file.device().jobEngine().gtId();
        long listed = file.device().facts().engines().stream()
                .filter(engine -> engine.engineClass() == engineClass && engine.gtId() == gt)
                .count();
        try (EngineCycles cycles = EngineCycles.of(file)) {
            cycles.argument().set("eci.engine_class", engineClass).set("eci.engine_instance", listed + 1);
            assertThat(cycles.read()).failsWith(EINVAL);
        }
    }

    static IntStream classes() {
        return IntStream.rangeClosed(0, 4);
    }

    @Test
    @Requires(Feature.USM)
    @Rule("QRY-087")
    void theEngineKeptForPagingCanBeRead(DrmFile file) {
        Engine last = file.device().facts().engines().stream()
                .filter(engine -> engine.engineClass() == DRM_XE_ENGINE_CLASS_COPY && engine.gtId() == 0)
                .reduce((one, next) -> next)
                .orElseThrow();
        try (EngineCycles cycles = EngineCycles.of(file)) {
            cycles.choose(new Engine(last.engineClass(), last.instance() + 1, last.gtId()));
            assertThat(cycles.read()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ignoredSlots")
    @Rule("QRY-088")
    void padAndOutputsAreNotLookedAt(String slot, DrmFile file) {
        DrmXeQueryEngineCycles.STRUCT
                .nonZeroValues(slot.equals("eci.pad") ? "width" : slot)
                .limit(slot.equals("eci.pad") ? 16 : 64)
                .forEach(value -> reads(slot, value, file));
    }

    static Stream<String> ignoredSlots() {
        return Stream.of("eci.pad", "width", "engine_cycles", "cpu_timestamp", "cpu_delta");
    }

    @Test
    @Rule("QRY-089")
    void theWidthGoesWithTheGeneration(DrmFile file) {
        long version = QueryGtListTest.mainGt(file).get("ip_ver_major");
        long width = width(file);

        assertEqual("the counter's width on version " + version, version >= XE2 ? 64 : WIDTH_BEFORE_XE2, width);
    }

    private static long width(DrmFile file) {
        try (EngineCycles cycles = EngineCycles.of(file)) {
            cycles.read().orThrow();
            return cycles.argument().get("width");
        }
    }

    @Test
    @Rule("QRY-089")
    void theCounterGoesForwardOnEveryEngine(DrmFile file) {
        try (EngineCycles cycles = EngineCycles.of(file)) {
            for (Engine engine : file.device().facts().engines()) {
                cycles.choose(engine);
                assertThat(cycles.read()).succeeds();
                long first = cycles.argument().get("engine_cycles");
                assertThat(cycles.read()).succeeds();
                long second = cycles.argument().get("engine_cycles");
                assertTrue(engine + ": " + first + " then " + second, second - first >= 0);
            }
        }
    }

    @Test
    @Rule("QRY-089")
    void theTimeIsThatOfTheClockInNanoseconds(DrmFile file) {
        try (EngineCycles cycles = EngineCycles.of(file)) {
            cycles.read().orThrow();
            long first = cycles.argument().get("cpu_timestamp");
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            cycles.read().orThrow();
            long elapsed = cycles.argument().get("cpu_timestamp") - first;

            assertTrue(elapsed + " ns are more than one millisecond", elapsed > TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    @Rule("QRY-089")
    void theInputsStay(DrmFile file) {
        try (EngineCycles cycles = EngineCycles.of(file)) {
            StructView argument = cycles.argument();
            argument.set("eci.pad", 0xabcd).set("eci.gt_id", argument.get("eci.gt_id") + EIGHT_BITS);
            String sent = argument.struct("eci").toString();
            cycles.read().orThrow();

            assertEqual("eci", sent, argument.struct("eci").toString());
            assertEqual("clockid", EngineCycles.MONOTONIC, argument.get("clockid"));
        }
    }

    private static void reads(String field, long value, DrmFile file) {
        try (EngineCycles cycles = EngineCycles.of(file)) {
            cycles.argument().set(field, value);
            assertThat(cycles.read()).succeeds();
        }
    }

    private static void refuses(String field, long value, DrmFile file) {
        try (EngineCycles cycles = EngineCycles.of(file)) {
            assertThat(cycles.read()).succeeds();
            cycles.argument().set(field, value);
            assertThat(cycles.read()).failsWith(EINVAL);
        }
    }
}
