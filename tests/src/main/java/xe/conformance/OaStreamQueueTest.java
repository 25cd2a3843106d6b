// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.OK;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_NO_PREEMPT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_ENGINE_INSTANCE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_PERIOD_EXPONENT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_UNIT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_SAMPLE_OA;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.ExecQueue;
import xe.drm.Feature;
import xe.drm.PropertyChain;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** Opening an OA stream for the jobs of a queue. */
@Requires(Feature.OBSERVATION)
class OaStreamQueueTest {
    private static final int NO_QUEUE = 9;

    static Stream<Hex> unknownQueues() {
        return Hex.all(Hex.of(NO_QUEUE, 0x7fff_ffff), Hex.bits(1, 30));
    }

    /** Ids that are no positive number in 32 bits. */
    static Stream<Hex> noIds() {
        return Hex.all(Hex.of(0, 0x8000_0001L, 0xffff_ffffL, -1, 0x1_8000_0000L), Hex.bits(31, 63));
    }

    static Stream<Hex> unknownInstances() {
        return Hex.all(Hex.bits(4, 15), Hex.of(0xffff));
    }

    static Stream<Hex> exponents() {
        return Hex.range(0, 31);
    }

    @Test
    @Rule("OAO-010")
    @Requires(Feature.OA_MEDIA_UNIT)
    void aQueueWithAMediaUnitGivesEinval(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.tryOpen(session.mediaSamples())).succeeds();
            assertThat(session.tryOpen(session.mediaSamples()
                            .and(
                                    DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID,
                                    session.queue().id())))
                    .failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownQueues")
    @Rule("OAO-010")
    @Requires(Feature.OA_MEDIA_UNIT)
    void theUnitIsJudgedBeforeTheQueueIsLookedUp(Hex queue, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.tryOpen(session.mediaSamples().and(DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID, queue.value())))
                    .failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownQueues")
    @Rule({"OAO-011", "LIF-004"})
    void anUnknownQueueGivesEnoent(Hex queue, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.tryOpen(session.samples().and(DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID, queue.value())))
                    .failsWith(ENOENT);
            assertThat(session.tryOpen(session.ofQueue(session.queue()))).succeeds();
        }
    }

    @Test
    @Rule("OAO-012")
    @Requires(Feature.PARALLEL_ENGINES)
    void aParallelQueueGivesEopnotsupp(DrmFile file) {
        List<Engine> engines = file.device().facts().parallelEngines();
        int size = DrmXeEngineClassInstance.STRUCT.size();
        try (OaSession session = OaSession.begin(file);
                NativeMemory instances = NativeMemory.allocate(file.kernel(), 2L * size)) {
            for (int i = 0; i < 2; i++) {
                new StructView(
                                DrmXeEngineClassInstance.STRUCT,
                                instances.segment().asSlice((long) i * size, size))
                        .set("engine_class", engines.get(i).engineClass())
                        .set("engine_instance", engines.get(i).instance())
                        .set("gt_id", engines.get(i).gtId());
            }
            Outcome created = file.createVm(0)
                    .tryCreateQueue(
                            engines.getFirst(),
                            request -> request.set("width", 2).set("instances", instances.address()));
            created.orThrow();

            assertThat(session.tryOpen(session.samples()
                            .and(
                                    DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID,
                                    created.answer().get("exec_queue_id"))))
                    .failsWith(EOPNOTSUPP);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noIds")
    @Rule("OAO-013")
    void whatIsNoPositiveIdCountsAsNoQueue(Hex queue, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            PropertyChain chain = session.samples().and(DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID, queue.value());
            assertThat(session.tryOpen(chain)).succeeds();
            assertThat(session.tryOpen(chain.without(DRM_XE_OA_PROPERTY_SAMPLE_OA)))
                    .failsWith(EINVAL);
        }
    }

    @Test
    @Rule("OAO-014")
    void noPreemptWithAQueueIsTaken(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.tryOpen(session.ofQueue(session.queue()).and(DRM_XE_OA_PROPERTY_NO_PREEMPT, 1)))
                    .succeeds();
        }
    }

    @Test
    @Rule("OAO-018")
    void aQueueOnAnEngineOfNoUnitGivesEinval(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            for (Engine engine : file.device().facts().engines()) {
                if (engine.engineClass() == DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY) {
                    ExecQueue queue = file.createVm(0).createQueue(engine);
                    assertThat(session.tryOpen(onUnitZero(session, queue))).failsWith(EINVAL);
                }
            }
        }
    }

    @Test
    @Rule("OAO-018")
    void aBindQueueGivesEinval(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            ExecQueue queue = file.createVm(0)
                    .createQueue(new Engine(DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VM_BIND, 0, 0));
            assertThat(session.tryOpen(onUnitZero(session, queue))).failsWith(EINVAL);
        }
    }

    /** Each engine that user space can use: only those that the unit lists can be observed. */
    @Test
    @Rule("OAO-018")
    void aQueueCanBeObservedByTheUnitOfItsEngine(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            List<Engine> observed = session.facts().units().getFirst().engines();
            for (Engine engine : file.device().facts().engines()) {
                ExecQueue queue = file.createVm(0).createQueue(engine);
                PropertyChain chain =
                        onUnitZero(session, queue).and(DRM_XE_OA_PROPERTY_OA_ENGINE_INSTANCE, engine.instance());
                assertThat(session.tryOpen(chain)).gives(observed.contains(engine) ? OK : EINVAL);
            }
        }
    }

    private static PropertyChain onUnitZero(OaSession session, ExecQueue queue) {
        return session.ofQueue(queue).with(DRM_XE_OA_PROPERTY_OA_UNIT_ID, 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownInstances")
    @Rule("OAO-018")
    void anUnknownInstanceGivesEinval(Hex instance, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            PropertyChain good = session.ofQueue(session.queue());
            assertThat(session.tryOpen(good.and(DRM_XE_OA_PROPERTY_OA_ENGINE_INSTANCE, instance.value())))
                    .failsWith(EINVAL);
            assertThat(session.tryOpen(good.and(DRM_XE_OA_PROPERTY_OA_ENGINE_INSTANCE, 0)))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exponents")
    @Rule("OAO-020")
    void aPeriodWithoutSamplesGivesEinval(Hex exponent, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            PropertyChain good = session.ofQueue(session.queue());
            assertThat(session.tryOpen(good.and(DRM_XE_OA_PROPERTY_OA_PERIOD_EXPONENT, exponent.value())))
                    .failsWith(EINVAL);
            assertThat(session.tryOpen(good)).succeeds();
        }
    }
}
