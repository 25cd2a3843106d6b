// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.OK;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_SCANOUT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.PseudoFile;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** GEM_CREATE: flags, caching, the VM that owns a buffer, and sizes that the device cannot hold. */
class GemCreateMemoryTest {
    private static final int SIZE = 65536;
    private static final int SYSTEM = 1;

    /** Just above what mmap offsets can tell apart, which is about a tebibyte. */
    private static final long TOO_LARGE = 0xfffffL * 256 * Abi.PAGE_SIZE + SIZE;

    /** Less than what mmap offsets reach. */
    private static final long HUGE = 1L << 39;

    /** With 1, the kernel takes any size; otherwise none above its memory. */
    private static final String OVERCOMMIT = "/proc/sys/vm/overcommit_memory";

    private static Outcome create(DrmFile file, long size, int placement, int caching, int flags) {
        return file.tryCreateBo(
                size,
                request -> request.set("placement", placement)
                        .set("cpu_caching", caching)
                        .set("flags", flags));
    }

    private static StructView vram(DrmFile file) {
        return QueryMemRegionsTest.regions(file).getLast();
    }

    private static int vramBit(DrmFile file) {
        return 1 << vram(file).getInt("instance");
    }

    private static boolean takesHint(DrmFile file) {
        return QueryGtListTest.version(QueryGtListTest.mainGt(file)) >= 2000;
    }

    @Test
    @Rule("GEM-009")
    void theHintAgainstCompressionGivesEopnotsuppOnOldParts(DrmFile file) {
        int hint = DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;

        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WB, hint))
                .gives(takesHint(file) ? OK : EOPNOTSUPP);
        assertThat(create(file, SIZE, SYSTEM, 0, hint)).gives(takesHint(file) ? EINVAL : EOPNOTSUPP);
    }

    @Test
    @Rule("GEM-010")
    void systemMemoryIsNoVisibleVram(DrmFile file) {
        int visible = DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM;

        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WC, visible))
                .failsWith(EINVAL);
        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WC, 0)).succeeds();
    }

    @ParameterizedTest(name = "caching {0}")
    @ValueSource(ints = {0, 3, 4, 5, 8, 16, 0x100, 0x101, 0x8000, 0xffff})
    @Rule("GEM-011")
    void anUnknownCachingGivesEinval(int caching, DrmFile file) {
        assertThat(create(file, SIZE, SYSTEM, caching, 0)).failsWith(EINVAL);
        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WB, 0)).succeeds();
        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WC, 0)).succeeds();
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("GEM-012")
    void vramIsNotCached(DrmFile file) {
        for (int placement : new int[] {vramBit(file), vramBit(file) | SYSTEM}) {
            assertThat(create(file, SIZE, placement, DRM_XE_GEM_CPU_CACHING_WB, 0))
                    .failsWith(EINVAL);
            assertThat(create(file, SIZE, placement, DRM_XE_GEM_CPU_CACHING_WC, 0))
                    .succeeds();
        }
    }

    @Test
    @Rule("GEM-013")
    void aCachedBufferCannotBeScannedOut(DrmFile file) {
        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WB, DRM_XE_GEM_CREATE_FLAG_SCANOUT))
                .failsWith(EINVAL);
        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WB, 0)).succeeds();
    }

    @Test
    @Rule("GEM-014")
    void aWriteCombinedBufferCanBeScannedOut(DrmFile file) {
        assertThat(create(file, SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WC, DRM_XE_GEM_CREATE_FLAG_SCANOUT))
                .succeeds();
    }

    @ParameterizedTest(name = "VM {0}")
    @ValueSource(ints = {2, 9, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("GEM-015")
    void anUnknownVmGivesEnoent(int id, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(file.tryCreateBo(SIZE, request -> request.set("vm_id", id))).failsWith(ENOENT);
        assertThat(file.tryCreateBo(SIZE, request -> request.set("vm_id", vm.id())))
                .succeeds();
    }

    @Test
    @Rule("GEM-015")
    void theVmOfAnotherFileGivesEnoent(DrmFile file, DrmFile stranger) {
        Vm vm = file.createVm(0);

        assertThat(stranger.tryCreateBo(SIZE, request -> request.set("vm_id", vm.id())))
                .failsWith(ENOENT);
    }

    @Test
    @Rule("GEM-015")
    void aVmThatIsGoneGivesEnoent(DrmFile file) {
        Vm vm = file.createVm(0);
        vm.destroy();

        assertThat(file.tryCreateBo(SIZE, request -> request.set("vm_id", vm.id())))
                .failsWith(ENOENT);
    }

    @Test
    @Rule("GEM-016")
    void aBufferOfNoVmCanBeMappedByAll(DrmFile file) {
        Bo bo = file.createBo(SIZE);

        file.createVm(0).bind(bo, 0x10_0000);
        file.createVm(0).bind(bo, 0x20_0000);
        Prime.isExported(bo, 0);
    }

    @Test
    @Requires({Feature.DISCRETE, Feature.BIG_VRAM_PAGES})
    @Rule("GEM-020")
    void aPartOfABigPageGivesEinval(DrmFile file) {
        int wc = DRM_XE_GEM_CPU_CACHING_WC;

        assertThat(create(file, SIZE + Abi.PAGE_SIZE, vramBit(file), wc, 0)).failsWith(EINVAL);
        assertThat(create(file, Abi.PAGE_SIZE, vramBit(file) | SYSTEM, wc, 0)).failsWith(EINVAL);
        assertThat(file.tryCreateBo(
                        Abi.PAGE_SIZE,
                        request -> request.set("placement", vramBit(file))
                                .set("cpu_caching", wc)
                                .set("vm_id", 9)))
                .failsWith(ENOENT);
        assertThat(create(file, SIZE, vramBit(file), wc, 0)).succeeds();
    }

    @ParameterizedTest(name = "{0} pages")
    @ValueSource(ints = {1, 2, 15, 16, 17, 31})
    @Rule("GEM-021")
    void systemMemoryComesInSmallPages(int pages, DrmFile file) {
        assertThat(create(file, pages * Abi.PAGE_SIZE, SYSTEM, DRM_XE_GEM_CPU_CACHING_WB, 0))
                .succeeds();
    }

    @ParameterizedTest(name = "flags {0}")
    @ValueSource(ints = {0, DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING})
    @Rule("GEM-022")
    void moreThanAllMmapOffsetsGivesEnospc(int flags, DrmFile file) {
        int wc = DRM_XE_GEM_CPU_CACHING_WC;

        assertThat(create(file, TOO_LARGE, SYSTEM, wc, flags)).failsWith(ENOSPC);
        assertThat(create(file, TOO_LARGE, vramBit(file), wc, flags)).failsWith(ENOSPC);
        assertThat(create(file, TOO_LARGE, vramBit(file) | SYSTEM, wc, flags)).failsWith(ENOSPC);
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("GEM-023")
    void moreThanTheVramGivesE2bigEvenWhereSystemMemoryWouldDo(DrmFile file) {
        long larger = vram(file).get("total_size") + SIZE;
        int wc = DRM_XE_GEM_CPU_CACHING_WC;

        assertThat(create(file, larger, vramBit(file), wc, 0)).failsWith(E2BIG);
        assertThat(create(file, larger, vramBit(file) | SYSTEM, wc, 0)).failsWith(E2BIG);
    }

    @Test
    @Requires(Feature.SMALL_BAR)
    @Rule("GEM-024")
    void moreThanTheCpuSeesGivesE2bigIfItHasToSeeIt(DrmFile file) {
        long larger = vram(file).get("cpu_visible_size") + SIZE;
        int visible = DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM;
        int wc = DRM_XE_GEM_CPU_CACHING_WC;

        assertThat(create(file, larger, vramBit(file), wc, visible)).failsWith(E2BIG);
        assertThat(create(file, larger, vramBit(file) | SYSTEM, wc, visible)).failsWith(E2BIG);
        assertThat(create(file, larger, vramBit(file), wc, 0)).succeeds();
        assertThat(create(file, SIZE, vramBit(file), wc, visible)).succeeds();
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("GEM-026")
    void memoryThatIsDeferredIsNotLookedFor(DrmFile file) {
        long larger = vram(file).get("total_size") + SIZE;

        assertThat(create(file, larger, vramBit(file), DRM_XE_GEM_CPU_CACHING_WC, DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING))
                .succeeds();
    }

    @ParameterizedTest(name = "caching {0}")
    @ValueSource(ints = {DRM_XE_GEM_CPU_CACHING_WB, DRM_XE_GEM_CPU_CACHING_WC})
    @Rule("GEM-026")
    @ExpectsLog("__vm_enough_memory: .* not enough memory")
    void deferredSystemMemoryIsChargedAtOnce(int caching, DrmFile file) {
        long ram = QueryMemRegionsTest.regions(file).getFirst().get("total_size");
        Optional<String> overcommit = new PseudoFile(file.kernel(), OVERCOMMIT).read();
        // The driver's lists of pages grow with the size too: no more than it takes.
        long size = Math.min(HUGE, 8 * ram);
        boolean charged = ram < size && !overcommit.equals(Optional.of("1"));

        assertThat(create(file, size, SYSTEM, caching, DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING))
                .gives(charged ? ENOMEM : OK);
        assertThat(create(file, SIZE, SYSTEM, caching, DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING))
                .succeeds();
    }

    @Test
    @Rule("GEM-041")
    void successWritesTheHandleAlone(DrmFile file) {
        Vm vm = file.createVm(0);
        try (Chain chain = Chain.of(file, 0, 0)) {
            Outcome created = file.tryCreateBo(
                    SIZE,
                    request -> request.set("vm_id", vm.id())
                            .set("extensions", chain.address())
                            .set("flags", DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING));
            created.orThrow();
            StructView answer = created.answer();
            assertEqual("extensions", chain.address(), answer.get("extensions"));
            assertEqual("size", SIZE, answer.get("size"));
            assertEqual("placement", SYSTEM, answer.get("placement"));
            assertEqual("flags", DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING, answer.get("flags"));
            assertEqual("vm_id", vm.id(), answer.get("vm_id"));
            assertEqual("cpu_caching", DRM_XE_GEM_CPU_CACHING_WB, answer.get("cpu_caching"));
        }
    }

    @ParameterizedTest(name = "{0} pages")
    @ValueSource(ints = {1, 2, 16, 256})
    @Rule("GEM-043")
    void aFreshBufferReadsZero(int pages, DrmFile file) {
        Bo bo = file.createBo(pages * Abi.PAGE_SIZE);
        MemorySegment mapping = bo.map();
        long mismatch = IntStream.range(0, pages)
                .mapToLong(page -> mapping.get(ValueLayout.JAVA_LONG, page * Abi.PAGE_SIZE))
                .reduce(0, (one, other) -> one | other);
        bo.unmap(mapping);

        assertEqual("the first words of all pages", 0, mismatch);
    }

    @ParameterizedTest(name = "flags {0}")
    @MethodSource("allFlags")
    @Requires(Feature.DISCRETE)
    @Rule("GEM-044")
    void flagsCanBeCombined(int flags, DrmFile file) {
        int hint = takesHint(file) ? -1 : ~DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;

        assertThat(create(file, SIZE, vramBit(file), DRM_XE_GEM_CPU_CACHING_WC, flags & hint))
                .succeeds();
    }

    static IntStream allFlags() {
        return IntStream.range(0, 16);
    }
}
