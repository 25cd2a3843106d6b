// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.DroppedCapabilities.CAP_PERFMON;
import static xe.drm.DroppedCapabilities.CAP_SYS_ADMIN;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_EU_STALL_PROP_GT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_NO_PREEMPT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_FORMAT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_METRIC_SET;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_PERIOD_EXPONENT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_UNIT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_SAMPLE_OA;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_STREAM_OPEN;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_EU_STALL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_OA;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.DroppedCapabilities;
import xe.drm.ExecQueue;
import xe.drm.Feature;
import xe.drm.Observation;
import xe.drm.ObservationStream;
import xe.drm.PropertyChain;
import xe.drm.PseudoFile;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** OBSERVATION: who may observe, and when that is asked. */
@Requires({Feature.OBSERVATION, Feature.OBSERVATION_GUARDED})
class ObservationPermissionTest {
    /** REMOVE_CONFIG of no configuration: ENOENT for a caller who may, EACCES for one who may not. */
    private static Outcome ask(DrmFile file) {
        return new Observation(file).tryRemoveConfig(0);
    }

    private static DroppedCapabilities unprivileged(DrmFile file) {
        return DroppedCapabilities.ofObservers(file.kernel());
    }

    @Test
    @Rule("OBS-005")
    void aCallerWithoutCapabilityGetsEacces(DrmFile file) {
        try (DroppedCapabilities _ = unprivileged(file)) {
            assertThat(ask(file)).failsWith(EACCES);
        }
        assertThat(ask(file)).failsWith(ENOENT);
    }

    @ParameterizedTest(name = "without capability {0}")
    @ValueSource(ints = {CAP_PERFMON, CAP_SYS_ADMIN})
    @Rule("OBS-005")
    @Requires(Feature.ROOT)
    void oneOfTheTwoCapabilitiesIsEnough(int dropped, DrmFile file) {
        try (DroppedCapabilities _ = DroppedCapabilities.drop(file.kernel(), dropped)) {
            assertThat(ask(file)).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("OBS-005")
    @Requires(Feature.ROOT)
    void everybodyMayIfTheSysctlSaysSo(DrmFile file) {
        PseudoFile sysctl = new PseudoFile(file.kernel(), Observation.PARANOID);
        String before = sysctl.readOrThrow();
        try (DroppedCapabilities _ = unprivileged(file)) {
            sysctl.write("0");
            assertThat(ask(file)).failsWith(ENOENT);
            sysctl.write("1");
            assertThat(ask(file)).failsWith(EACCES);
        } finally {
            sysctl.write(before);
        }
    }

    @ParameterizedTest(name = "perf_event_paranoid {0}")
    @CsvSource({"-1, ENOENT", "0, ENOENT", "1, EACCES", "2, EACCES"})
    @Rule("OBS-005")
    @Requires({Feature.ROOT, Feature.PERF_EVENTS})
    void everybodyMayWhereEverybodyMayUseCpuEvents(int level, Errno expected, DrmFile file) {
        PseudoFile sysctl = new PseudoFile(file.kernel(), Observation.PERF_EVENT_PARANOID);
        String before = sysctl.readOrThrow();
        try (DroppedCapabilities _ = unprivileged(file)) {
            sysctl.write(Integer.toString(level));
            assertThat(ask(file)).failsWith(expected);
        } finally {
            sysctl.write(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {-1, 2, 3, 256, Integer.MAX_VALUE, Integer.MIN_VALUE})
    @Rule("OBS-006")
    @Requires(Feature.ROOT)
    void theSysctlIsZeroOrOne(int value, DrmFile file) {
        PseudoFile sysctl = new PseudoFile(file.kernel(), Observation.PARANOID);
        String before = sysctl.readOrThrow();

        assertThat(sysctl.tryWrite(Integer.toString(value))).failsWith(EINVAL);
        assertEqual("the sysctl after a value that it does not take", before, sysctl.readOrThrow());
        assertThat(sysctl.tryWrite(before)).succeeds();
    }

    @Test
    @Rule("OBS-006")
    void theSysctlCanBeReadWithoutCapability(DrmFile file) {
        try (DroppedCapabilities _ = unprivileged(file)) {
            assertEqual("the sysctl", "1", new PseudoFile(file.kernel(), Observation.PARANOID).readOrThrow());
        }
    }

    @ParameterizedTest(name = "operation {0} at {1}")
    @CsvSource({"1, 0", "1, 4096", "1, -8", "2, 0", "2, 4096", "2, -8"})
    @Rule("OAC-002")
    void configurationsAreRefusedBeforeTheArgumentIsRead(int op, long param, DrmFile file) {
        Observation observation = new Observation(file);
        try (DroppedCapabilities _ = unprivileged(file)) {
            assertThat(observation.tryObserve(DRM_XE_OBSERVATION_TYPE_OA, op, param))
                    .failsWith(EACCES);
        }
    }

    @Test
    @Rule("OAC-002")
    void aGoodConfigurationIsNeitherAddedNorRemoved(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            Observation observation = session.observation();
            String uuid = UUID.randomUUID().toString();
            try (DroppedCapabilities _ = unprivileged(file)) {
                assertThat(observation.tryAddConfig(uuid, config -> {})).failsWith(EACCES);
                assertThat(observation.tryRemoveConfig(session.config())).failsWith(EACCES);
            }
            observation.removeConfig(observation.addConfig(uuid));
        }
    }

    @Test
    @Rule("OAO-015")
    void samplesOfAUnitNeedThePermission(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            refusedWithoutPermission(session, session.samples());
        }
    }

    @Test
    @Rule("OAO-015")
    void samplesBesideAQueueNeedThePermission(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            refusedWithoutPermission(session, session.ofQueue(session.queue()).and(DRM_XE_OA_PROPERTY_SAMPLE_OA, 1));
        }
    }

    @Test
    @Rule("OAO-015")
    void noPreemptNeedsThePermission(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            refusedWithoutPermission(session, session.ofQueue(session.queue()).and(DRM_XE_OA_PROPERTY_NO_PREEMPT, 1));
        }
    }

    private static void refusedWithoutPermission(OaSession session, PropertyChain chain) {
        try (DroppedCapabilities _ = unprivileged(session.observation().file())) {
            assertThat(session.tryOpen(chain)).failsWith(EACCES);
        }
        assertThat(session.tryOpen(chain)).succeeds();
    }

    @ParameterizedTest(name = "property {0} = {1}")
    @CsvSource({
        DRM_XE_OA_PROPERTY_OA_UNIT_ID + ", 4096",
        DRM_XE_OA_PROPERTY_OA_FORMAT + ", -1",
        DRM_XE_OA_PROPERTY_OA_PERIOD_EXPONENT + ", 32",
        DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE + ", 1",
        DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS + ", 0",
        DRM_XE_OA_PROPERTY_NO_PREEMPT + ", 1",
        "14, 0"
    })
    @Rule("OAO-015")
    void aBadPropertyIsFoundBeforeThePermissionIsAsked(int property, long value, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                DroppedCapabilities _ = unprivileged(file)) {
            assertThat(session.tryOpen(session.samples().with(property, value))).failsWith(EINVAL);
            assertThat(session.tryOpen(session.samples())).failsWith(EACCES);
        }
    }

    @ParameterizedTest(name = "without property {0}")
    @ValueSource(ints = {DRM_XE_OA_PROPERTY_SAMPLE_OA, DRM_XE_OA_PROPERTY_OA_METRIC_SET, DRM_XE_OA_PROPERTY_OA_FORMAT})
    @Rule("OAO-015")
    void thePermissionIsAskedBeforeTheRequestIsFoundIncomplete(int property, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            PropertyChain chain = session.samples().without(property);
            try (DroppedCapabilities _ = unprivileged(file)) {
                assertThat(session.tryOpen(chain)).failsWith(EACCES);
            }
            assertThat(session.tryOpen(chain)).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("OAO-016")
    void aQueueOfTheCallerNeedsNoPermission(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            ExecQueue queue = session.queue();
            try (DroppedCapabilities _ = unprivileged(file)) {
                assertThat(session.tryOpen(session.ofQueue(queue))).succeeds();
            }
        }
    }

    @Test
    @Rule("OAS-011")
    void mappingTheBufferNeedsThePermission(DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = session.open(session.samples())) {
            long bytes = stream.bufferBytes();
            try (DroppedCapabilities _ = unprivileged(file)) {
                assertThat(stream.tryMap(bytes, Abi.PROT_READ, Abi.MAP_PRIVATE)).failsWith(EACCES);
            }
            assertThat(stream.tryMap(bytes, Abi.PROT_READ, Abi.MAP_PRIVATE)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0} bytes, protection {1}, flags {2}")
    @CsvSource({"4096, 1, 2", "131072, 3, 2", "131072, 1, 1"})
    @Rule("OAS-011")
    void thePermissionIsAskedBeforeTheMappingIsJudged(long bytes, int protection, int flags, DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = session.open(session.samples());
                DroppedCapabilities _ = unprivileged(file)) {
            assertThat(stream.tryMap(bytes, protection, flags)).failsWith(EACCES);
        }
    }

    @ParameterizedTest(name = "chain at {0}")
    @ValueSource(longs = {0, 4096, -8})
    @Rule("EUS-002")
    @Requires(Feature.EU_STALL)
    void euStallDataIsRefusedBeforeTheChainIsRead(long chain, DrmFile file) {
        Observation observation = new Observation(file);
        try (DroppedCapabilities _ = unprivileged(file)) {
            assertThat(observation.tryObserve(
                            DRM_XE_OBSERVATION_TYPE_EU_STALL, DRM_XE_OBSERVATION_OP_STREAM_OPEN, chain))
                    .failsWith(EACCES);
        }
    }

    @Test
    @Rule("EUS-002")
    @Requires(Feature.EU_STALL)
    void euStallDataNeedsThePermission(DrmFile file) {
        Observation observation = new Observation(file);
        PropertyChain good = PropertyChain.of(DRM_XE_EU_STALL_PROP_GT_ID, 0);
        try (DroppedCapabilities _ = unprivileged(file)) {
            assertThat(observation.tryEuStall(good)).failsWith(EACCES);
        }
        assertThat(observation.tryEuStall(good)).succeeds();
    }
}
