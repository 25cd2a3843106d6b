// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.OK;

import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeMadvise;

/** MADVISE with the purgeable state, and where it says whether the content is still there. */
class MadvisePurgeableTest {
    private static final String STATE = "purge_state_val.val";
    private static final int WILLNEED = DrmXeMadvise.DRM_XE_VMA_PURGEABLE_STATE_WILLNEED;
    private static final int DONTNEED = DrmXeMadvise.DRM_XE_VMA_PURGEABLE_STATE_DONTNEED;

    static Stream<Integer> unknownStates() {
        return Stream.concat(IntStream.range(1, Integer.SIZE).mapToObj(bit -> 1 << bit), Stream.of(3, -1));
    }

    static Stream<GoodRequest.SlotValue> pads() {
        return GoodRequest.nonZero(DrmXeMadvise.STRUCT, CField.Zero.SOMETIMES, "purge_state_val");
    }

    static Stream<Integer> nonZeroAnswers() {
        return Stream.concat(IntStream.range(0, Integer.SIZE).mapToObj(bit -> 1 << bit), Stream.of(-1));
    }

    static IntStream states() {
        return IntStream.of(WILLNEED, DONTNEED);
    }

    static Stream<Arguments> onOtherKinds() {
        return Stream.of(MappingKind.USERPTR, MappingKind.NULL)
                .flatMap(kind -> states().mapToObj(state -> Arguments.of(kind, state)));
    }

    private static void answersRetained(Mapped mapped, int state) {
        assertEqual("*retained_ptr", 1, mapped.retained(state));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownStates")
    @Rule("MAD-050")
    void anUnknownStateGivesEinval(int state, DrmFile file) {
        Mapped.of(MappingKind.BUFFER, file).advice(Advice.PURGEABLE).refuses(STATE, state);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pads")
    @Rule("MAD-051")
    void everyBitOfPadGivesEinval(GoodRequest.SlotValue wrong, DrmFile file) {
        Mapped.of(MappingKind.BUFFER, file).advice(Advice.PURGEABLE).refuses(wrong);
    }

    @ParameterizedTest(name = "state {0}")
    @MethodSource("states")
    @Rule("MAD-052")
    void nobodyHasToAskForTheAnswer(int state, DrmFile file) {
        assertThat(Mapped.of(MappingKind.BUFFER, file).tryState(state, 0)).succeeds();
    }

    static LongStream unreadable() {
        return LongStream.of(1, NativeMemory.NEVER_MAPPED, Long.MIN_VALUE, -4096, -4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    @Rule("MAD-053")
    void anAnswerWithoutMemoryGivesEfaultAndChangesNothing(long address, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        assertThat(mapped.tryState(DONTNEED, address)).failsWith(EFAULT);
        assertThat(mapped.buffer().tryMap()).succeeds();

        assertThat(mapped.tryState(DONTNEED, 0)).succeeds();
        assertThat(mapped.buffer().tryMap()).failsWith(EBUSY);
    }

    @ParameterizedTest(name = "{0} bytes before the end")
    @ValueSource(ints = {0, 1, 2, 3})
    @Rule("MAD-053")
    void anAnswerThatReachesIntoAHoleGivesEfault(int bytes, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        try (NativeMemory answer = NativeMemory.allocate(file.kernel(), Integer.BYTES)) {
            long end = answer.address() + Integer.BYTES;
            assertThat(mapped.tryState(DONTNEED, end - bytes)).failsWith(EFAULT);
            assertThat(mapped.buffer().tryMap()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonZeroAnswers")
    @Rule("MAD-054")
    void anAnswerThatIsThereAlreadyGivesEinvalAndChangesNothing(int before, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        try (NativeMemory answer = NativeMemory.allocate(file.kernel(), Integer.BYTES)) {
            answer.segment().set(ValueLayout.JAVA_INT_UNALIGNED, 0, before);
            assertThat(mapped.tryState(DONTNEED, answer.address())).failsWith(EINVAL);
            assertEqual("*retained_ptr", before, answer.segment().get(ValueLayout.JAVA_INT_UNALIGNED, 0));
            assertThat(mapped.buffer().tryMap()).succeeds();
        }
    }

    @ParameterizedTest(name = "state {0}")
    @MethodSource("states")
    @Rule("MAD-055")
    void anAnswerThatCantBeWrittenGivesEfaultAfterTheChange(int state, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        assertThat(mapped.tryState(DONTNEED - state, 0)).succeeds();
        try (NativeMemory answer = NativeMemory.allocate(file.kernel(), Integer.BYTES)) {
            answer.makeReadOnly();
            assertThat(mapped.tryState(state, answer.address())).failsWith(EFAULT);
        }

        assertThat(mapped.buffer().tryMap()).gives(state == DONTNEED ? EBUSY : OK);
    }

    @ParameterizedTest(name = "{0} bytes off")
    @ValueSource(ints = {1, 2, 3})
    @Rule("MAD-056")
    void theAnswerNeedNotBeAligned(int off, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        try (NativeMemory answer = NativeMemory.allocate(file.kernel(), 2 * Integer.BYTES)) {
            assertThat(mapped.tryState(WILLNEED, answer.address() + off)).succeeds();

            assertEqual("*retained_ptr", 1, answer.segment().get(ValueLayout.JAVA_INT_UNALIGNED, off));
        }
    }

    @ParameterizedTest(name = "state {0}")
    @MethodSource("states")
    @Rule("MAD-057")
    void aBufferThatWasNotPurgedIsRetained(int state, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);

        answersRetained(mapped, state);
        answersRetained(mapped, state);
    }

    @ParameterizedTest(name = "{0}, state {1}")
    @MethodSource("onOtherKinds")
    @Rule("MAD-059")
    void whatIsNoBufferIsRetained(MappingKind kind, int state, DrmFile file) {
        try (Mapped mapped = Mapped.of(kind, file)) {
            answersRetained(mapped, state);
        }
    }

    @ParameterizedTest(name = "state {0}")
    @MethodSource("states")
    @Rule("MAD-059")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorIsRetained(int state, DrmFile file) {
        answersRetained(Mapped.of(MappingKind.CPU_MIRROR, file), state);
    }

    @ParameterizedTest(name = "state {0}")
    @MethodSource("states")
    @Rule("MAD-059")
    void whatIsNotMappedIsRetained(int state, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.NULL, file);
        mapped.vm().unbind(Mapped.ADDRESS, Mapped.SIZE);

        answersRetained(mapped, state);
    }
}
