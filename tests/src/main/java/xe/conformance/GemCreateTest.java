// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.rules.Rule;
import xe.uapi.DrmXeGemCreate;

/** GEM_CREATE: what must be zero, and unknown flags. */
class GemCreateTest {
    private static final int SIZE = 65536;
    private static final int SYSTEM = 1;
    private static final int FIRST_UNKNOWN_FLAG = 4;

    private static GoodRequest create(DrmFile file) {
        return new GoodRequest(
                file,
                DrmXeGemCreate.DRM_IOCTL_XE_GEM_CREATE,
                request -> request.set("size", SIZE)
                        .set("placement", SYSTEM)
                        .set("cpu_caching", DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB));
    }

    static Stream<String> pads() {
        return GoodRequest.slots(DrmXeGemCreate.STRUCT, "pad");
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeGemCreate.STRUCT, "reserved");
    }

    static Stream<Integer> unknownFlags() {
        return GoodRequest.flagsFrom(FIRST_UNKNOWN_FLAG);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pads")
    @Rule("GEM-001")
    void everyBitOfPadGivesEinval(String slot, DrmFile file) {
        create(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("GEM-002")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        create(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownFlags")
    @Rule("GEM-005")
    void anUnknownFlagGivesEinval(int flag, DrmFile file) {
        create(file).refuses("flags", flag);
    }

    @ParameterizedTest(name = "bit of {0}")
    @MethodSource("handles")
    @Rule("GEM-006")
    void aHandleInTheRequestGivesEinval(int handle, DrmFile file) {
        create(file).refuses("handle", handle);
    }

    static Stream<Integer> handles() {
        return GoodRequest.flagsFrom(0);
    }
}
