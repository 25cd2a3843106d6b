// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeMemRegion.DRM_XE_MEM_REGION_CLASS_SYSMEM;
import static xe.uapi.DrmXeMemRegion.DRM_XE_MEM_REGION_CLASS_VRAM;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Wait;
import xe.rules.Rule;
import xe.uapi.DrmXeMemRegion;
import xe.uapi.DrmXeQueryMemRegions;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** DEVICE_QUERY, MEM_REGIONS: what holds for the list on every device. */
class QueryMemRegionsTest {
    private static final int BIG_PAGE = 65536;
    private static final int MOST_VRAM_REGIONS = 2;
    private static final long BUFFER = 1 << 20;

    static List<StructView> regions(DrmFile file) {
        return Query.MEM_REGIONS.answer(file).entries(DrmXeQueryMemRegions.STRUCT, DrmXeMemRegion.STRUCT);
    }

    private static StructView lastRegion(DrmFile file) {
        return regions(file).getLast();
    }

    private static Outcome create(DrmFile file, int placement) {
        return file.tryCreateBo(
                BUFFER, request -> request.set("placement", placement).set("cpu_caching", 2));
    }

    @Test
    @Rule("QRY-030")
    void theSizeIsThatOfWholeRegions(DrmFile file) {
        Answer answer = Query.MEM_REGIONS.answer(file);
        long vram = regions(file).stream()
                .filter(region -> region.get("mem_class") == DRM_XE_MEM_REGION_CLASS_VRAM)
                .count();

        int entries = answer.size() - DrmXeQueryMemRegions.STRUCT.size();
        assertEqual("bytes past the last region", 0, entries % DrmXeMemRegion.STRUCT.size());
        assertEqual(
                "regions", 1 + vram, answer.at(0, DrmXeQueryMemRegions.STRUCT).get("num_mem_regions"));
        assertTrue(vram + " regions of VRAM", vram <= MOST_VRAM_REGIONS);
    }

    @Test
    @Rule("QRY-031")
    void systemMemoryComesFirst(DrmFile file) {
        StructView system = regions(file).getFirst();

        assertEqual("mem_class", DRM_XE_MEM_REGION_CLASS_SYSMEM, system.get("mem_class"));
        assertEqual("instance", 0, system.get("instance"));
        assertEqual("min_page_size", Abi.PAGE_SIZE, system.get("min_page_size"));
        assertTrue("total_size " + system.get("total_size") + " > 0", system.get("total_size") > 0);
        assertEqual("cpu_visible_size", 0, system.get("cpu_visible_size"));
        assertEqual("cpu_visible_used", 0, system.get("cpu_visible_used"));
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("QRY-032")
    void regionsOfVramCountFrom1(DrmFile file) {
        List<StructView> regions = regions(file);
        for (int i = 1; i < regions.size(); i++) {
            StructView vram = regions.get(i);
            long page = vram.get("min_page_size");
            assertEqual("mem_class", DRM_XE_MEM_REGION_CLASS_VRAM, vram.get("mem_class"));
            assertEqual("instance", i, vram.get("instance"));
            assertTrue("min_page_size " + page, page == Abi.PAGE_SIZE || page == BIG_PAGE);
        }
    }

    @Test
    @Rule("QRY-033")
    void noPartIsLargerThanTheWhole(DrmFile file) {
        create(file, 1 << lastRegion(file).getInt("instance")).orThrow();
        for (StructView region : regions(file)) {
            atMost(region, "used", "total_size");
            atMost(region, "cpu_visible_size", "total_size");
            atMost(region, "cpu_visible_used", "used");
        }
    }

    private static void atMost(StructView region, String part, String whole) {
        assertTrue(
                part + " <= " + whole + " of " + region,
                Long.compareUnsigned(region.get(part), region.get(whole)) <= 0);
    }

    @Test
    @Requires({Feature.DISCRETE, Feature.UNPRIVILEGED})
    @Rule("QRY-034")
    void everyUserSeesTheMemoryInUse(DrmFile file) {
        create(file, 1 << lastRegion(file).getInt("instance")).orThrow();

        assertTrue("used of " + lastRegion(file), lastRegion(file).get("used") >= BUFFER);
    }

    @Test
    @Rule("QRY-035")
    void reservedWordsAreZero(DrmFile file) {
        Answer.assertPadsAreZero(Query.MEM_REGIONS.answer(file).at(0, DrmXeQueryMemRegions.STRUCT));
        regions(file).forEach(Answer::assertPadsAreZero);
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("bits")
    @Rule("QRY-036")
    void aBufferCanBePlacedInARegionThatIsListedAndInNoOther(int bit, DrmFile file) {
        boolean listed = regions(file).stream().anyMatch(region -> region.get("instance") == bit);
        Outcome created = create(file, 1 << bit);
        if (listed) {
            assertThat(created).succeeds();
        } else {
            assertThat(created).failsWith(EINVAL);
        }
    }

    static IntStream bits() {
        return IntStream.range(0, Integer.SIZE);
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("QRY-037")
    void aBufferOfVramCountsWhileItLives(DrmFile file) {
        long before = lastRegion(file).get("used");
        Outcome created = create(file, 1 << lastRegion(file).getInt("instance"));
        created.orThrow();
        long during = lastRegion(file).get("used");
        assertTrue(during + " bytes are used, " + before + " before", during >= before + BUFFER);

        file.tryCloseHandle(created.answer().getInt("handle")).orThrow();
        Wait wait = file.device().deadline().begin("memory to come back");
        while (lastRegion(file).get("used") > during - BUFFER && wait.goesOn()) {
            wait.pause();
        }
        long after = lastRegion(file).get("used");
        assertTrue(after + " bytes are used, " + during + " before", after <= during - BUFFER);
    }
}
