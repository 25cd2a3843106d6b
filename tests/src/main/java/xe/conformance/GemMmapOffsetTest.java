// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.rules.Rule;
import xe.uapi.DrmXeGemMmapOffset;

/** GEM_MMAP_OFFSET: what must be zero, and unknown flags. */
class GemMmapOffsetTest {
    private static final int FIRST_UNKNOWN_FLAG = 1;

    private static GoodRequest offset(DrmFile file) {
        Bo bo = file.createBo(65536);
        return new GoodRequest(
                file, DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> request.set("handle", bo.handle()));
    }

    static Stream<String> extensions() {
        return GoodRequest.slots(DrmXeGemMmapOffset.STRUCT, "extensions");
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeGemMmapOffset.STRUCT, "reserved");
    }

    static Stream<Integer> unknownFlags() {
        return GoodRequest.flagsFrom(FIRST_UNKNOWN_FLAG);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("MMO-001")
    void everyBitOfExtensionsGivesEinval(String slot, DrmFile file) {
        offset(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("MMO-002")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        offset(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownFlags")
    @Rule("MMO-003")
    void anUnknownFlagGivesEinval(int flag, DrmFile file) {
        offset(file).refuses("flags", flag);
    }
}
