// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.rules.Rule;
import xe.uapi.DrmXeGemCreate;

/** GEM_CREATE: what must be zero, and unknown flags. */
class GemCreateTest {
    private static final int SIZE = 65536;
    private static final int SYSTEM = 1;
    private static final int FIRST_UNKNOWN_FLAG = 4;

    private static GoodRequest create(DrmFile file) {
        return create(file, DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB);
    }

    private static GoodRequest create(DrmFile file, int caching) {
        return new GoodRequest(
                file,
                DrmXeGemCreate.DRM_IOCTL_XE_GEM_CREATE,
                request -> request.set("size", SIZE).set("placement", SYSTEM).set("cpu_caching", caching));
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

    @Test
    @Rule("GEM-003")
    void noPlacementGivesEinval(DrmFile file) {
        create(file).refuses("placement", 0);
    }

    /** Write-combining, as memory of the device has to be. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownRegions")
    @Rule("GEM-004")
    void aRegionThatTheDeviceHasNotGivesEinval(int region, DrmFile file) {
        GoodRequest create = create(file, DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC);

        create.refuses("placement", region);
        create.refuses("placement", region | SYSTEM);
    }

    /** No device has more than system memory and two tiles. */
    static Stream<Integer> unknownRegions() {
        return GoodRequest.flagsFrom(3);
    }

    @Test
    @Rule("GEM-007")
    void sizeZeroGivesEinval(DrmFile file) {
        create(file).refuses("size", 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 8, 2048, 4095, 4097, 65535, 65537, -1})
    @Rule("GEM-008")
    void aSizeThatIsNoMultipleOfThePageGivesEinval(long size, DrmFile file) {
        create(file).refuses("size", size);
    }
}
