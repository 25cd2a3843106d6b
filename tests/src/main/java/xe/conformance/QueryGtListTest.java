// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertTrue;
import static xe.uapi.DrmXeGt.DRM_XE_QUERY_GT_TYPE_MAIN;
import static xe.uapi.DrmXeGt.DRM_XE_QUERY_GT_TYPE_MEDIA;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.DrmXeGt;
import xe.uapi.DrmXeQueryGtList;
import xe.uapi.StructView;

/** DEVICE_QUERY, GT_LIST: what holds for the list on every device. */
class QueryGtListTest {
    private static final int SYSTEM = 1;
    private static final int MOST_GTS_PER_TILE = 2;

    /** The first versions, times 100, of parts that can tell theirs. */
    private static final long FIRST_GRAPHICS_VERSION = 1270;

    private static final long FIRST_MEDIA_VERSION = 1300;

    static List<StructView> gts(DrmFile file) {
        return Query.GT_LIST.answer(file).entries(DrmXeQueryGtList.STRUCT, DrmXeGt.STRUCT);
    }

    static StructView mainGt(DrmFile file) {
        return gts(file).stream().filter(gt -> !media(gt)).findFirst().orElseThrow();
    }

    static boolean media(StructView gt) {
        return gt.get("type") == DRM_XE_QUERY_GT_TYPE_MEDIA;
    }

    /** Times 100; 0 if the part cannot tell. */
    static long version(StructView gt) {
        return gt.get("ip_ver_major") * 100 + gt.get("ip_ver_minor");
    }

    @Test
    @Rule("QRY-050")
    void theSizeIsThatOfWholeGts(DrmFile file) {
        Answer answer = Query.GT_LIST.answer(file);
        long count = answer.at(0, DrmXeQueryGtList.STRUCT).get("num_gt");

        assertTrue(count + " GTs", count >= 1);
        assertEqual("size", DrmXeQueryGtList.STRUCT.size() + count * DrmXeGt.STRUCT.size(), answer.size());
    }

    @Test
    @Rule("QRY-051")
    void aGtIsAMainOneOrForMedia(DrmFile file) {
        List<Long> types = gts(file).stream().map(gt -> gt.get("type")).toList();

        assertTrue("a main GT among the types " + types, types.contains((long) DRM_XE_QUERY_GT_TYPE_MAIN));
        assertTrue("the types " + types + " are 0 and 1", types.stream().allMatch(type -> type <= 1));
    }

    @Test
    @Rule("QRY-052")
    void idsAscend(DrmFile file) {
        List<Long> ids = gts(file).stream().map(gt -> gt.get("gt_id")).toList();

        assertEqual("the ids", ids.stream().sorted().distinct().toList(), ids);
    }

    /** User space is not told how many GTs a tile can have, but it is one number for the whole device. */
    @Test
    @Rule("QRY-052")
    void anIdComesFromTileAndType(DrmFile file) {
        boolean holds = IntStream.rangeClosed(1, MOST_GTS_PER_TILE)
                .anyMatch(perTile -> gts(file).stream()
                        .allMatch(gt -> gt.get("gt_id") == gt.get("tile_id") * perTile + (media(gt) ? 1 : 0)));

        assertTrue("gt_id is tile_id times one number, one more for media, in " + gts(file), holds);
    }

    @Test
    @Rule("QRY-053")
    void everyGtHasAClock(DrmFile file) {
        gts(file).forEach(gt -> assertTrue("reference_clock of " + gt, gt.get("reference_clock") > 0));
    }

    @Test
    @Rule("QRY-054")
    void everyRegionIsEitherNearOrFar(DrmFile file) {
        long regions = QueryMemRegionsTest.regions(file).stream()
                .mapToLong(region -> 1L << region.get("instance"))
                .reduce(0, (one, other) -> one | other);
        for (StructView gt : gts(file)) {
            long near = gt.get("near_mem_regions");
            long far = gt.get("far_mem_regions");
            assertEqual("regions both near and far of " + gt, 0, near & far);
            assertEqual("regions near or far of " + gt, regions, near | far);
        }
    }

    @Test
    @Requires(Feature.INTEGRATED)
    @Rule("QRY-055")
    void systemMemoryIsNearWithoutVram(DrmFile file) {
        gts(file).forEach(gt -> assertEqual("near regions of " + gt, SYSTEM, gt.get("near_mem_regions")));
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("QRY-055")
    void theVramOfItsTileIsNear(DrmFile file) {
        for (StructView gt : gts(file)) {
            assertEqual("near regions of " + gt, 2L << gt.get("tile_id"), gt.get("near_mem_regions"));
        }
    }

    @Test
    @Rule("QRY-056")
    void eitherAllGtsTellTheirVersionOrNone(DrmFile file) {
        boolean none = gts(file).stream().allMatch(gt -> version(gt) == 0 && gt.get("ip_ver_rev") == 0);
        for (StructView gt : gts(file)) {
            long first = media(gt) ? FIRST_MEDIA_VERSION : FIRST_GRAPHICS_VERSION;
            assertTrue("a version from " + first + " on in " + gt, none || version(gt) >= first);
        }
    }

    @Test
    @Rule("QRY-057")
    void padsAndReservedWordsAreZero(DrmFile file) {
        Answer.assertPadsAreZero(Query.GT_LIST.answer(file).at(0, DrmXeQueryGtList.STRUCT));
        gts(file).forEach(Answer::assertPadsAreZero);
    }
}
