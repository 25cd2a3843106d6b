// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.ENOENT;

import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeWaitUserFence;
import xe.uapi.Outcome;

/** WAIT_USER_FENCE: what must be zero, unknown flags and operators, alignment. Nothing waits. */
class WaitUserFenceTest {
    /** Hands on a wait for zero at an address that holds zero, without any time to wait. */
    private static void withWait(DrmFile file, Consumer<GoodRequest> check) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 2 * Long.BYTES)) {
            check.accept(new GoodRequest(
                    file,
                    DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE,
                    request -> request.set("addr", memory.address()).set("mask", -1)));
        }
    }

    static Stream<String> extensionsAndPads() {
        return Stream.concat(
                GoodRequest.slots(DrmXeWaitUserFence.STRUCT, "extensions"),
                GoodRequest.slots(DrmXeWaitUserFence.STRUCT, "pad"));
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeWaitUserFence.STRUCT, "reserved");
    }

    static Stream<Integer> unknownFlags() {
        return GoodRequest.flagsFrom(1).filter(flag -> flag >= 0 && flag <= Character.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensionsAndPads")
    @Rule("WUF-001")
    void everyBitOfExtensionsAndPadsGivesEinval(String slot, DrmFile file) {
        withWait(file, wait -> wait.needsZeroIn(slot));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("WUF-002")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        withWait(file, wait -> wait.needsZeroIn(slot));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownFlags")
    @Rule("WUF-003")
    void anUnknownFlagGivesEinval(int flag, DrmFile file) {
        withWait(file, wait -> wait.refuses("flags", flag));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {6, 7, 8, 255, 256, 0x8000, 0xffff})
    @Rule("WUF-004")
    void anUnknownOperatorGivesEinval(int op, DrmFile file) {
        withWait(file, wait -> wait.refuses("op", op));
    }

    @ParameterizedTest(name = "{0} bytes off")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    @Rule("WUF-005")
    void anAddressThatIsNotAlignedGivesEinval(int offset, DrmFile file) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 2 * Long.BYTES)) {
            new GoodRequest(
                            file,
                            DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE,
                            request -> request.set("addr", memory.address()).set("mask", -1))
                    .refuses("addr", memory.address() + offset);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {9, 0xffffffff})
    @Rule("WUF-006")
    void anUnknownQueueGivesEnoent(int id, DrmFile file) {
        withWait(file, wait -> {
            assertThat(wait.with("exec_queue_id", id)).failsWith(ENOENT);
            assertThat(wait.send()).succeeds();
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 8, 4096, -8})
    @Rule("WUF-008")
    void anAddressThatCantBeReadGivesEfault(long address, DrmFile file) {
        withWait(file, wait -> {
            assertThat(wait.with("addr", address)).failsWith(EFAULT);
            assertThat(wait.send()).succeeds();
        });
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "5, EQ, 5, OK", "5, EQ, 4, ETIME", "5, NEQ, 4, OK", "5, NEQ, 5, ETIME",
        "5, GT, 4, OK", "5, GT, 5, ETIME", "5, GT, 6, ETIME", "5, GTE, 5, OK",
        "5, GTE, 6, ETIME", "5, LT, 6, OK", "5, LT, 5, ETIME", "5, LT, 4, ETIME",
        "5, LTE, 5, OK", "5, LTE, 4, ETIME"
    })
    @Rule("WUF-010")
    void theOperatorCompares(long memory, Operator operator, long value, Errno expected, DrmFile file) {
        assertThat(compare(file, memory, operator, value, -1)).gives(expected);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "-1, GT, 1, OK",
        "-1, LT, 1, ETIME",
        "1, LT, -1, OK",
        "1, GTE, -1, ETIME",
        "-9223372036854775808, GT, 9223372036854775807, OK"
    })
    @Rule("WUF-011")
    void valuesAreUnsigned(long memory, Operator operator, long value, Errno expected, DrmFile file) {
        assertThat(compare(file, memory, operator, value, -1)).gives(expected);
    }

    @ParameterizedTest(name = "{0} {1} {2} under {3}: {4}")
    @CsvSource({
        "0x1234, EQ, 0xff34, 0xff, OK",
        "0x1234, EQ, 0x1234, 0xffff, OK",
        "0x1234, EQ, 0x1235, 0xff, ETIME",
        "0x1234, NEQ, 0xff34, 0xff, ETIME",
        "0x1234, GT, 0xff33, 0xff, OK",
        "0x1234, LTE, 0xff33, 0xff, ETIME"
    })
    @Rule("WUF-012")
    void theMaskGoesToBothSides(
            String memory, Operator operator, String value, String mask, Errno expected, DrmFile file) {
        assertThat(compare(file, Long.decode(memory), operator, Long.decode(value), Long.decode(mask)))
                .gives(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"EQ, OK", "GTE, OK", "LTE, OK", "NEQ, ETIME", "GT, ETIME", "LT, ETIME"})
    @Rule("WUF-013")
    void underMaskZeroAllValuesAreEqual(Operator operator, Errno expected, DrmFile file) {
        assertThat(compare(file, 5, operator, 7, 0)).gives(expected);
        assertThat(compare(file, 7, operator, 5, 0)).gives(expected);
    }

    @ParameterizedTest(name = "for {0}: {1}")
    @CsvSource({"0, OK", "1, ETIME"})
    @Rule("WUF-020")
    void withoutTimeTheAnswerComesAtOnce(long value, Errno expected, DrmFile file) {
        withWait(file, wait -> assertThat(wait.with("value", value)).gives(expected));
    }

    enum Operator {
        EQ(DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_EQ),
        NEQ(DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_NEQ),
        GT(DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_GT),
        GTE(DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_GTE),
        LT(DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_LT),
        LTE(DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_LTE);

        private final int op;

        Operator(int op) {
            this.op = op;
        }
    }

    /** A wait without time on memory that holds {@code content}. */
    private static Outcome compare(DrmFile file, long content, Operator operator, long value, long mask) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            memory.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, content);
            return file.ioctl(
                    DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE,
                    request -> request.set("addr", memory.address())
                            .set("op", operator.op)
                            .set("value", value)
                            .set("mask", mask));
        }
    }
}
