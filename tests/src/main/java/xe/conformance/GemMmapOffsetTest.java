// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ENOENT;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.kernel.Abi;
import xe.rules.Rule;
import xe.uapi.DrmXeGemMmapOffset;
import xe.watch.Fd;

/** GEM_MMAP_OFFSET: what must be zero, and unknown flags. */
class GemMmapOffsetTest {
    private static final int FIRST_UNKNOWN_FLAG = 1;
    private static final long FIRST_OFFSET = 0x1_0000_0000L;

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

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {0, 2, 9, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("MMO-007")
    void anUnknownHandleGivesEnoent(int handle, DrmFile file) {
        assertThat(offset(file).with("handle", handle)).failsWith(ENOENT);
    }

    @Test
    @Rule("MMO-008")
    void theOffsetIsThatOfThePageAndStays(DrmFile file) {
        Bo bo = file.createBo(65536);
        long offset = bo.mmapOffset();

        assertTrue("offset 0x" + Long.toHexString(offset) + " from 4 GiB on", offset >= FIRST_OFFSET);
        assertEqual("bytes past a page", 0, offset % Abi.PAGE_SIZE);
        assertEqual("the offset, asked again", offset, bo.mmapOffset());
    }

    @Test
    @Rule("MMO-008")
    void everyFileWithTheBufferIsToldTheSame(DrmFile file, DrmFile other) {
        Bo bo = file.createBo(65536);
        try (Fd exported = Prime.exported(bo)) {
            int handle = Prime.importFd(other, exported).answer().getInt("handle");
            assertEqual(
                    "the offset in another file",
                    bo.mmapOffset(),
                    other.bo(handle, 65536).mmapOffset());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 4096, 0x1_0000_0000L, Long.MAX_VALUE, -1})
    @Rule("MMO-009")
    void anOffsetInTheRequestIsNotLookedAt(long offset, DrmFile file) {
        Bo bo = file.createBo(65536);
        long right = bo.mmapOffset();

        assertThat(file.ioctl(DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> {
                    request.set("handle", bo.handle()).set("offset", offset);
                }))
                .succeedsWith("offset", right);
    }

    @ParameterizedTest(name = "{0} pages")
    @ValueSource(ints = {1, 2, 16, 17})
    @Rule("MMO-010")
    void twoBuffersDoNotOverlap(int pages, DrmFile file) {
        Bo one = file.createBo(pages * Abi.PAGE_SIZE);
        Bo two = file.createBo(pages * Abi.PAGE_SIZE);
        long distance = Math.abs(one.mmapOffset() - two.mmapOffset());

        assertTrue(distance + " bytes between the offsets of two buffers", distance >= pages * Abi.PAGE_SIZE);
    }
}
