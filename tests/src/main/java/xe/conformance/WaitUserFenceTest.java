// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeWaitUserFence;

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
}
