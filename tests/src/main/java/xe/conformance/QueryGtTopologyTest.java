// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertTrue;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_DSS_COMPUTE;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_DSS_GEOMETRY;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_EU_PER_DSS;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_L3_BANK;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_SIMD16_EU_PER_DSS;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.VmFlags;
import xe.rules.Rule;
import xe.uapi.DrmXeQueryTopologyMask;
import xe.uapi.StructView;

/** DEVICE_QUERY, GT_TOPOLOGY: the records and their order. */
class QueryGtTopologyTest {
    private static final int HEADER = DrmXeQueryTopologyMask.STRUCT.size();
    private static final int THREE_MASKS = 64;
    private static final int CACHE_BANKS = 16;
    private static final int SHORT_MASK = 8;
    private static final int LONG_MASK = 16;
    private static final int EUS_TOLD = 4;
    private static final long FIRST_MEDIA_WITHOUT_BANKS = 3000;
    private static final long FIRST_VERSION = 1270;
    private static final long XE2 = 2000;

    /** A record and the mask behind it, as much of it as there is. */
    private record Mask(long gt, long type, long length, ByteBuffer bytes) {
        boolean eus() {
            return type == DRM_XE_TOPO_EU_PER_DSS || type == DRM_XE_TOPO_SIMD16_EU_PER_DSS;
        }
    }

    private static List<Mask> masks(DrmFile file) {
        Answer answer = Query.GT_TOPOLOGY.answer(file);
        ByteBuffer bytes = ByteBuffer.wrap(answer.bytes());
        List<Mask> masks = new ArrayList<>();
        for (int at = 0; at + HEADER <= answer.size(); ) {
            StructView record = answer.at(at, DrmXeQueryTopologyMask.STRUCT);
            int length = record.getInt("num_bytes");
            ByteBuffer mask = bytes.slice(at + HEADER, Math.min(length, answer.size() - at - HEADER));
            masks.add(new Mask(record.get("gt_id"), record.get("type"), length, mask));
            at += HEADER + length;
        }
        return masks;
    }

    /** Whether the driver reports the cache banks of this GT. */
    private static boolean tellsBanks(StructView gt) {
        return !QueryGtListTest.media(gt) || QueryGtListTest.version(gt) < FIRST_MEDIA_WITHOUT_BANKS;
    }

    @Test
    @Rule("QRY-070")
    void theSizeFollowsFromTheGts(DrmFile file) {
        int expected = QueryGtListTest.gts(file).stream()
                .mapToInt(gt -> THREE_MASKS + (tellsBanks(gt) ? CACHE_BANKS : 0))
                .sum();

        assertEqual("size", expected, Query.GT_TOPOLOGY.sizeBytes(file));
    }

    @Test
    @Rule("QRY-071")
    void theRecordsOfEachGtComeInOneOrder(DrmFile file) {
        List<String> expected = new ArrayList<>();
        for (StructView gt : QueryGtListTest.gts(file)) {
            String id = "GT " + gt.get("gt_id") + ": ";
            expected.add(id + DRM_XE_TOPO_DSS_GEOMETRY);
            expected.add(id + DRM_XE_TOPO_DSS_COMPUTE);
            expected.add(id + "EU");
        }
        List<String> found = masks(file).stream()
                .filter(mask -> mask.type() != DRM_XE_TOPO_L3_BANK)
                .map(mask -> "GT " + mask.gt() + ": " + (mask.eus() ? "EU" : mask.type()))
                .toList();

        assertEqual("the records", expected, found);
    }

    @Test
    @Rule("QRY-072")
    void aMaskHasTheLengthOfItsType(DrmFile file) {
        for (Mask mask : masks(file)) {
            boolean cores = mask.type() == DRM_XE_TOPO_DSS_GEOMETRY || mask.type() == DRM_XE_TOPO_DSS_COMPUTE;
            assertEqual("num_bytes of type " + mask.type(), cores ? LONG_MASK : SHORT_MASK, mask.length());
        }
    }

    @Test
    @Rule("QRY-073")
    void allButNewMediaGtsTellTheirCacheBanks(DrmFile file) {
        Set<Long> expected = QueryGtListTest.gts(file).stream()
                .filter(QueryGtTopologyTest::tellsBanks)
                .map(gt -> gt.get("gt_id"))
                .collect(Collectors.toSet());
        Set<Long> found = masks(file).stream()
                .filter(mask -> mask.type() == DRM_XE_TOPO_L3_BANK)
                .map(Mask::gt)
                .collect(Collectors.toSet());

        assertEqual("GTs with a record of cache banks", expected, found);
    }

    /** Of the parts that cannot tell their version, PVC alone has fault mode. */
    @Test
    @Rule("QRY-074")
    void theTypeOfTheEusGoesWithTheGeneration(DrmFile file) {
        long version = QueryGtListTest.version(QueryGtListTest.mainGt(file));
        boolean faults = !file.tryCreateVm(VmFlags.LR_MODE | VmFlags.FAULT_MODE).failed();
        boolean simd16 = version < FIRST_VERSION ? faults : version >= XE2;
        Set<Long> types = masks(file).stream().filter(Mask::eus).map(Mask::type).collect(Collectors.toSet());

        assertEqual(
                "the types of EUs on version " + version,
                Set.of((long) (simd16 ? DRM_XE_TOPO_SIMD16_EU_PER_DSS : DRM_XE_TOPO_EU_PER_DSS)),
                types);
    }

    @Test
    @Rule("QRY-075")
    void theRecordsEndWhereTheAnswerEnds(DrmFile file) {
        long end =
                masks(file).stream().mapToLong(mask -> HEADER + mask.length()).sum();

        assertEqual("the end of the last record", Query.GT_TOPOLOGY.sizeBytes(file), end);
    }

    @Test
    @Rule("QRY-076")
    void onlyTheFirst32EusAreTold(DrmFile file) {
        for (Mask mask : masks(file)) {
            for (int i = EUS_TOLD; mask.eus() && i < mask.bytes().limit(); i++) {
                assertEqual(
                        "byte " + i + " of the EU mask of GT " + mask.gt(),
                        0,
                        mask.bytes().get(i));
            }
        }
        assertTrue("there is a mask of EUs", masks(file).stream().anyMatch(Mask::eus));
    }
}
