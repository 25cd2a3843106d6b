// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.OK;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.OaFacts.Generation;
import xe.drm.Observation;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** OBSERVATION: the registers that an OA configuration may write. */
@Requires(Feature.OBSERVATION)
class OaRegisterTest {
    /** Registers that follow each other, and the generations that let a configuration write them. */
    private record Range(long first, long last, Set<Generation> where) {
        boolean holds(long address, Generation generation) {
            return address >= first && address <= last && where.contains(generation);
        }
    }

    private static final Set<Generation> ALL = EnumSet.allOf(Generation.class);
    private static final Set<Generation> XE2 = EnumSet.of(Generation.XE2);
    private static final Set<Generation> BEFORE_XE2 = EnumSet.complementOf(EnumSet.of(Generation.XE2));
    private static final Set<Generation> XE_LPG = EnumSet.of(Generation.XE_LPG);
    private static final Set<Generation> OLDEST = EnumSet.of(Generation.GEN12, Generation.XE_HP);

    private static final List<Range> RANGES = List.of(
            new Range(0xe458, 0xe458, ALL),
            new Range(0xe45c, 0xe45c, ALL),
            new Range(0xe558, 0xe558, ALL),
            new Range(0xe55c, 0xe55c, ALL),
            new Range(0xe658, 0xe658, ALL),
            new Range(0xe65c, 0xe65c, ALL),
            new Range(0xe758, 0xe758, ALL),
            new Range(0xdc48, 0xdc48, ALL),
            new Range(0xdd00, 0xdd48, ALL),
            new Range(0x2b2c, 0x2b2c, ALL),
            new Range(0xd900, 0xd91c, ALL),
            new Range(0xd920, 0xd93c, ALL),
            new Range(0xd940, 0xd97c, ALL),
            new Range(0xdc00, 0xdc3c, ALL),
            new Range(0xdc40, 0xdc40, ALL),
            new Range(0xdc44, 0xdc44, ALL),
            new Range(0x393000, 0x39301c, ALL),
            new Range(0x393020, 0x39303c, ALL),
            new Range(0x393040, 0x39307c, ALL),
            new Range(0x393200, 0x39323c, ALL),
            new Range(0x394200, 0x39423c, XE2),
            new Range(0x394a00, 0x394a3c, XE2),
            new Range(0x5194, 0x5194, XE2),
            new Range(0x8704, 0x8704, XE2),
            new Range(0xb01c, 0xb01c, XE2),
            new Range(0xb1bc, 0xb1bc, XE2),
            new Range(0xd0e0, 0xd0f4, XE2),
            new Range(0xe18c, 0xe18c, XE2),
            new Range(0xe590, 0xe590, XE2),
            new Range(0x13000, 0x137fc, XE2),
            new Range(0x145194, 0x145194, XE2),
            new Range(0x145340, 0x14537c, XE2),
            new Range(0xd00, 0xd04, BEFORE_XE2),
            new Range(0xd0c, 0xd2c, BEFORE_XE2),
            new Range(0x9840, 0x9840, BEFORE_XE2),
            new Range(0x9884, 0x9888, BEFORE_XE2),
            new Range(0x38d100, 0x38d114, XE_LPG),
            new Range(0x20cc, 0x20cc, OLDEST));

    /** Each end of each range and its neighbours, and what no configuration may write. */
    static Stream<Hex> registers() {
        return Stream.concat(
                        RANGES.stream()
                                .flatMap(range -> Stream.of(range.first - 4, range.first, range.last, range.last + 4)
                                        .map(Hex::new)),
                        Hex.all(Hex.of(0, 4, 0x2030, 0xffff_fffcL), Hex.bits(22, 31)))
                .distinct();
    }

    private static Outcome add(Observation observation, long... registers) {
        int[] addresses =
                LongStream.of(registers).mapToInt(address -> (int) address).toArray();
        Outcome added = observation.tryAddConfig(UUID.randomUUID().toString(), config -> {}, addresses);
        if (!added.failed()) {
            observation.tryRemoveConfig(added.result().raw()).ignore();
        }
        return added;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("registers")
    @Rule("OAC-006")
    void aRegisterIsTakenIfThePlatformListsIt(Hex register, DrmFile file) {
        Generation generation = file.device().oaFacts().generation();
        boolean listed = RANGES.stream().anyMatch(range -> range.holds(register.value(), generation));

        assertThat(add(new Observation(file), register.value())).gives(listed ? OK : EINVAL);
    }

    @Test
    @Rule("OAC-006")
    void everyRegisterOfAConfigurationIsJudged(DrmFile file) {
        Observation observation = new Observation(file);
        long[] good = new long[300];
        Arrays.fill(good, Observation.EU_PERF_CNTL0);
        assertThat(add(observation, good)).succeeds();

        for (int wrong : new int[] {0, 1, 150, 299}) {
            long[] bad = good.clone();
            bad[wrong] = 0;
            assertThat(add(observation, bad)).failsWith(EINVAL);
        }
    }
}
