// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EADDRINUSE;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_METRIC_SET;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_ADD_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_REMOVE_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_OA;

import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Observation;
import xe.drm.ObservationStream;
import xe.drm.PropertyChain;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** OBSERVATION: OA configurations are added and removed. Which registers they may write: {@link OaRegisterTest}. */
@Requires(Feature.OBSERVATION)
class OaConfigTest {
    static Stream<Hex> extensions() {
        return Hex.all(Hex.bits(0, 63), Hex.of(-1));
    }

    static Stream<Integer> positions() {
        return IntStream.range(0, 36).boxed();
    }

    static Stream<Hex> unknownIds() {
        return Hex.all(Hex.of(0), Hex.bits(20, 63), Hex.of(0xffff_ffffL, -1));
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    /** The changed configuration is refused; without the change it is added. */
    private static void refused(DrmFile file, Errno errno, Consumer<StructView> change) {
        Observation observation = new Observation(file);
        String uuid = uuid();
        assertThat(removed(observation, observation.tryAddConfig(uuid, change))).failsWith(errno);

        assertThat(removed(observation, observation.tryAddConfig(uuid, config -> {})))
                .succeeds();
    }

    /** Removes what an outcome of adding may have added. */
    private static Outcome removed(Observation observation, Outcome added) {
        if (!added.failed()) {
            observation.tryRemoveConfig(added.result().raw()).ignore();
        }
        return added;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 1, 4096, -8})
    @Rule("OAC-003")
    void aConfigurationThatCantBeReadGivesEfault(long param, DrmFile file) {
        assertThat(new Observation(file)
                        .tryObserve(DRM_XE_OBSERVATION_TYPE_OA, DRM_XE_OBSERVATION_OP_ADD_CONFIG, param))
                .failsWith(EFAULT);
    }

    @ParameterizedTest(name = "{0} bytes readable")
    @ValueSource(ints = {1, 8, 36, 48, 55})
    @Rule("OAC-003")
    void aConfigurationPartlyOnAGuardPageGivesEfault(int readable, DrmFile file) {
        try (NativeMemory part = NativeMemory.allocate(file.kernel(), readable)) {
            assertThat(new Observation(file)
                            .tryObserve(DRM_XE_OBSERVATION_TYPE_OA, DRM_XE_OBSERVATION_OP_ADD_CONFIG, part.address()))
                    .failsWith(EFAULT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("OAC-004")
    void extensionsGiveEinval(Hex extensions, DrmFile file) {
        refused(file, EINVAL, config -> config.set("extensions", extensions.value()));
    }

    @Test
    @Rule("OAC-004")
    void noRegistersGiveEinval(DrmFile file) {
        refused(file, EINVAL, config -> config.set("n_regs", 0));
    }

    @Test
    @Rule("OAC-004")
    void aNullPointerToRegistersGivesEinval(DrmFile file) {
        refused(file, EINVAL, config -> config.set("regs_ptr", 0));
    }

    @ParameterizedTest(name = "position {0}")
    @MethodSource("positions")
    @Rule("OAC-005")
    void eachCharacterOfTheUuidIsJudged(int position, DrmFile file) {
        boolean hyphen = uuid().charAt(position) == '-';
        refused(file, EINVAL, config -> config.set("uuid[" + position + "]", hyphen ? '0' : 'g'));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, '-', ' ', '/', ':', '@', 'G', '`', 'g', 'z', 0x7f, 0x80, 0xff})
    @Rule("OAC-005")
    void whatIsNoHexDigitGivesEinval(int character, DrmFile file) {
        refused(file, EINVAL, config -> config.set("uuid[0]", character));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {'0', '9', 'A', 'F', 'a', 'f'})
    @Rule("OAC-005")
    void aHexDigitIsTaken(int digit, DrmFile file) {
        Observation observation = new Observation(file);

        assertThat(removed(observation, observation.tryAddConfig(uuid(), config -> config.set("uuid[0]", digit))))
                .succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 4096, -8})
    @Rule("OAC-007")
    void registersThatCantBeReadGiveEfault(long address, DrmFile file) {
        refused(file, EFAULT, config -> config.set("regs_ptr", address));
    }

    @ParameterizedTest(name = "{0} of 2")
    @ValueSource(ints = {4, 8, 12})
    @Rule("OAC-007")
    void registersPartlyOnAGuardPageGiveEfault(int readable, DrmFile file) {
        try (NativeMemory part = NativeMemory.allocate(file.kernel(), readable)) {
            for (int i = 0; i < readable; i += Long.BYTES) {
                part.segment().set(ValueLayout.JAVA_INT, i, Observation.EU_PERF_CNTL0);
            }
            refused(
                    file,
                    EFAULT,
                    config -> config.set("regs_ptr", part.address()).set("n_regs", 2));
        }
    }

    @Test
    @Rule("OAC-008")
    void aUuidThatIsThereGivesEaddrinuse(RenderNode node) {
        try (DrmFile file = node.open();
                DrmFile other = node.open();
                OaSession session = OaSession.begin(file)) {
            assertThat(session.observation().tryAddConfig(session.uuid(), config -> {}))
                    .failsWith(EADDRINUSE);
            assertThat(new Observation(other).tryAddConfig(session.uuid(), config -> {}))
                    .failsWith(EADDRINUSE);
        }
    }

    @Test
    @Rule("OAC-008")
    void aUuidInOtherCaseIsAnother(DrmFile file) {
        String lower = "abcdef" + uuid().substring(6);
        Observation observation = new Observation(file);
        int id = observation.addConfig(lower);
        try {
            Outcome upper = observation.tryAddConfig(lower.toUpperCase(Locale.ROOT), config -> {});
            assertThat(removed(observation, upper)).succeeds();
        } finally {
            observation.removeConfig(id);
        }
    }

    @Test
    @Rule("OAC-009")
    void anIdIsAtLeastOneAndShownInSysfs(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertTrue("the id is 1 or more: " + session.config(), session.config() >= 1);
            assertEqual(
                    "the id in sysfs",
                    Integer.toString(session.config()),
                    session.observation().configFile(session.uuid()).read().orElse("none"));
        }
    }

    @Test
    @Rule("OAC-009")
    void idsDiffer(DrmFile file) {
        try (OaSession one = OaSession.begin(file);
                OaSession other = OaSession.begin(file)) {
            assertTrue(
                    "two configurations have two ids: " + one.config() + ", " + other.config(),
                    one.config() != other.config());
        }
    }

    @Test
    @Rule("OAC-009")
    void aConfigurationOutlivesItsFile(RenderNode node) {
        try (DrmFile other = node.open()) {
            int id;
            try (DrmFile file = node.open()) {
                id = new Observation(file).addConfig(uuid());
            }
            assertThat(new Observation(other).tryRemoveConfig(id)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 4096, -8})
    @Rule("OAC-011")
    void anIdThatCantBeReadGivesEfault(long param, DrmFile file) {
        assertThat(new Observation(file)
                        .tryObserve(DRM_XE_OBSERVATION_TYPE_OA, DRM_XE_OBSERVATION_OP_REMOVE_CONFIG, param))
                .failsWith(EFAULT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownIds")
    @Rule("OAC-012")
    void anUnknownIdGivesEnoent(Hex id, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.observation().tryRemoveConfig(id.value())).failsWith(ENOENT);
            assertThat(session.observation().tryRemoveConfig(session.config())).succeeds();
        }
    }

    @ParameterizedTest(name = "id + 2^{0}")
    @ValueSource(ints = {32, 40, 63})
    @Rule("OAC-012")
    void allBitsOfTheIdCount(int bit, DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.observation().tryRemoveConfig(session.config() + (1L << bit)))
                    .failsWith(ENOENT);
            assertThat(session.observation().tryRemoveConfig(session.config())).succeeds();
        }
    }

    @Test
    @Rule("OAC-012")
    void anIdIsRemovedOnce(DrmFile file) {
        try (OaSession session = OaSession.begin(file)) {
            assertThat(session.observation().tryRemoveConfig(session.config())).succeeds();
            assertThat(session.observation().tryRemoveConfig(session.config())).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("OAC-013")
    void aConfigurationInUseCanBeRemoved(DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = session.open(session.samples())) {
            Observation observation = session.observation();

            assertThat(observation.tryRemoveConfig(session.config())).succeeds();
            assertFalse(
                    "sysfs shows the removed configuration",
                    observation.configFile(session.uuid()).exists());
            assertTrue("the stream tells its buffer", stream.bufferBytes() > 0);
        }
    }

    @Test
    @Rule("OAC-013")
    void theUuidOfARemovedConfigurationIsFree(DrmFile file) {
        try (OaSession session = OaSession.begin(file);
                ObservationStream stream = session.open(session.samples())) {
            Observation observation = session.observation();
            observation.removeConfig(session.config());

            Outcome added = observation.tryAddConfig(session.uuid(), config -> {});
            assertThat(added).succeeds();
            long again = added.result().raw();
            try {
                assertThat(stream.tryConfigure(PropertyChain.of(DRM_XE_OA_PROPERTY_OA_METRIC_SET, again)))
                        .succeeds();
            } finally {
                observation.removeConfig((int) again);
            }
        }
    }
}
