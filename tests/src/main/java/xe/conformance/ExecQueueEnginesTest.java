// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** EXEC_QUEUE_CREATE: which engines a queue can have. */
class ExecQueueEnginesTest {
    private static final int VIDEO = 0b01100;
    private static final int OTHERS = 0b10011;

    @ParameterizedTest(name = "gt_id {0}")
    @ValueSource(ints = {4, 5, 7, 8, 15, 16, 64, 127, 128, 255, 260, 0xffff})
    @Rule("EQC-006")
    void anUnknownGtGivesEinval(int gt, DrmFile file) {
        Engine good = file.device().jobEngine();

        refused(file, Placements.of(1, new Engine(good.engineClass(), good.instance(), gt)));
    }

    @ParameterizedTest(name = "gt_id {0}")
    @ValueSource(ints = {4, 7, 255, 260, 0xffff})
    @Rule("EQC-006")
    void anUnknownGtOfABindQueueGivesEinval(int gt, DrmFile file) {
        refused(file, Placements.bind(gt));
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("highBits")
    @Rule("EQC-007")
    void onlyEightBitsOfTheGtCount(int bit, DrmFile file) {
        Engine good = file.device().jobEngine();
        Engine high = new Engine(good.engineClass(), good.instance(), good.gtId() | 1 << bit);

        assertThat(Placements.of(1, high).create(file.createVm(0))).succeeds();
        assertThat(Placements.of(1, high, high).create(file.createVm(0))).succeeds();
    }

    static IntStream highBits() {
        return IntStream.range(8, 16);
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("padBits")
    @Rule("EQC-008")
    void thePadOfAnEngineIsNotLookedAt(int bit, DrmFile file) {
        Placements padded = new Placements(1, List.of(file.device().jobEngine()), 1 << bit);

        assertThat(padded.create(file.createVm(0))).succeeds();
    }

    static IntStream padBits() {
        return IntStream.range(0, 16);
    }

    @ParameterizedTest(name = "class {0}")
    @ValueSource(ints = {6, 7, 8, 15, 16, 31, 32, 64, 128, 255, 256, 0x105, 0x8000, 0xffff})
    @Rule("EQC-020")
    void anUnknownClassGivesEinval(int engineClass, DrmFile file) {
        refused(file, Placements.of(1, new Engine(engineClass, 0, 0)));
    }

    @ParameterizedTest(name = "class {0}")
    @ValueSource(ints = {0, 1, 2, 3, 4})
    @Rule("EQC-021")
    void anInstanceThatIsNotThereGivesEinval(int engineClass, DrmFile file) {
        for (long gt : QueryEnginesTest.gtIds(file)) {
            long there = file.device().facts().engines().stream()
                    .filter(engine -> engine.engineClass() == engineClass && engine.gtId() == gt)
                    .count();
            refused(file, Placements.of(1, new Engine(engineClass, (int) there + 1, (int) gt)));
        }
    }

    @ParameterizedTest(name = "instance {0}")
    @ValueSource(ints = {16, 17, 31, 32, 63, 64, 128, 255, 256, 0x8000, 0xffff})
    @Rule("EQC-021")
    void anInstanceThatNoDeviceHasGivesEinval(int instance, DrmFile file) {
        Engine good = file.device().jobEngine();

        refused(file, Placements.of(1, new Engine(good.engineClass(), instance, good.gtId())));
    }

    @Test
    @Requires(Feature.USM)
    @Rule("EQC-022")
    void theEngineKeptForPagingGivesEinval(DrmFile file) {
        Engine last = file.device().facts().engines().stream()
                .filter(engine -> engine.engineClass() == DRM_XE_ENGINE_CLASS_COPY && engine.gtId() == 0)
                .reduce((one, next) -> next)
                .orElseThrow();
        assertThat(Placements.of(1, last).create(file.createVm(0))).succeeds();

        refused(file, Placements.of(1, new Engine(last.engineClass(), last.instance() + 1, last.gtId())));
    }

    @Test
    @Rule("EQC-023")
    void placementsOfTwoClassesGiveEinval(DrmFile file) {
        List<Engine> engines = file.device().facts().engines();
        Engine first = engines.getFirst();
        for (Engine other : engines) {
            Placements both = Placements.of(1, first, other);
            if (other.gtId() == first.gtId() && other.engineClass() != first.engineClass()) {
                refused(file, both);
            }
        }
    }

    @Test
    @Rule("EQC-023")
    void placementsOnTwoGtsGiveEinval(DrmFile file) {
        Engine good = file.device().jobEngine();
        Engine high = new Engine(good.engineClass(), good.instance(), good.gtId() | 0x100);

        refused(file, Placements.of(1, good, high));
        refused(file, Placements.of(1, high, good));
    }

    @Test
    @Rule("EQC-024")
    void aSecondColumnThatIsTheFirstGivesEinval(DrmFile file) {
        for (Engine engine : file.device().facts().engines()) {
            refused(file, Placements.of(2, engine, engine));
        }
    }

    @Test
    @Requires(Feature.TWO_VIDEO_ENGINES)
    @Rule("EQC-024")
    void aSecondColumnBeforeTheFirstGivesEinval(DrmFile file) {
        List<Engine> two = Placements.two(file, VIDEO);

        refused(file, Placements.of(2, two.get(1), two.get(0)));
        assertThat(Placements.of(2, two.get(0), two.get(1)).create(file.createVm(0)))
                .succeeds();
    }

    @Test
    @Requires(Feature.TWO_VIDEO_ENGINES)
    @Rule("EQC-025")
    void theEnginesOfOnePlacementStandTogether(DrmFile file) {
        Engine one = Placements.two(file, VIDEO).get(0);
        Engine two = Placements.two(file, VIDEO).get(1);

        assertThat(Placements.of(2, one, two, one, two).create(file.createVm(0)))
                .succeeds();
        refused(file, Placements.of(2, one, one, two, two));
    }

    @ParameterizedTest(name = "{0} times")
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    @Rule("EQC-026")
    void anEngineMayBeListedSeveralTimes(int times, DrmFile file) {
        Engine[] same = new Engine[times];
        Arrays.fill(same, file.device().jobEngine());

        assertThat(Placements.of(1, same).create(file.createVm(0))).succeeds();
    }

    @Test
    @Requires(Feature.TWO_VIDEO_ENGINES)
    @Rule("EQC-027")
    void aQueueMayHaveSeveralPlacements(DrmFile file) {
        List<Engine> two = Placements.two(file, VIDEO);

        assertThat(Placements.of(1, two.get(0), two.get(1)).create(file.createVm(0)))
                .succeeds();
        assertThat(Placements.of(1, two.get(1), two.get(0)).create(file.createVm(0)))
                .succeeds();
    }

    @Test
    @Requires(Feature.TWO_COMPUTE_ENGINES)
    @Rule("EQC-028")
    void onlyVideoEnginesWorkInParallel(DrmFile file) {
        List<Engine> two = Placements.two(file, OTHERS);

        assertThat(Placements.of(2, two.get(0), two.get(1)).create(file.createVm(0)))
                .failsWith(EOPNOTSUPP);
        assertThat(Placements.of(1, two.get(0), two.get(1)).create(file.createVm(0)))
                .succeeds();
    }

    /** With the right number of batches the driver goes on to read their addresses. */
    @Test
    @Requires(Feature.TWO_VIDEO_ENGINES)
    @Rule("EQC-029")
    void aJobOfAParallelQueueHasABatchForEachEngine(DrmFile file) {
        List<Engine> two = Placements.two(file, VIDEO);
        Vm vm = file.createVm(0);
        Outcome created = Placements.of(2, two.get(0), two.get(1)).create(vm);
        assertThat(created).succeeds();

        int id = created.answer().getInt("exec_queue_id");
        assertThat(exec(vm, id, 1)).failsWith(EINVAL);
        assertThat(exec(vm, id, 3)).failsWith(EINVAL);
        assertThat(exec(vm, id, 2)).failsWith(EFAULT);
    }

    private static Outcome exec(Vm vm, int queue, int batches) {
        return vm.file().queue(vm, queue).tryExec(request -> {
            request.set("num_batch_buffer", batches).set("address", NativeMemory.NEVER_MAPPED);
        });
    }

    @ParameterizedTest(name = "VM {0}")
    @ValueSource(strings = {"none", "SCRATCH_PAGE", "LR_MODE"})
    @Rule("EQC-044")
    void everyEngineThatIsListedCanHaveAQueue(String flags, DrmFile file) {
        createOnEveryEngine(file.createVm(VmFlags.parse(flags)));
    }

    @Test
    @Requires(Feature.USM)
    @Rule("EQC-044")
    void everyEngineThatIsListedCanHaveAQueueInFaultMode(DrmFile file) {
        createOnEveryEngine(file.createVm(VmFlags.LR_MODE | VmFlags.FAULT_MODE));
    }

    private static void createOnEveryEngine(Vm vm) {
        for (Engine engine : vm.file().device().facts().engines()) {
            assertThat(Placements.of(1, engine).create(vm)).succeeds();
        }
    }

    @Test
    @Rule("EQC-043")
    void aQueueMayAskForLowLatency(DrmFile file) {
        Placements good = Placements.of(1, file.device().jobEngine());

        assertThat(good.create(file.createVm(0), request -> request.set("flags", DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT)))
                .succeeds();
    }

    /** EINVAL for these; the engine for jobs gets a queue of the same VM. */
    private static void refused(DrmFile file, Placements wrong) {
        Vm vm = file.createVm(0);
        assertThat(wrong.create(vm)).failsWith(EINVAL);

        assertThat(Placements.of(1, file.device().jobEngine()).create(vm)).succeeds();
    }
}
