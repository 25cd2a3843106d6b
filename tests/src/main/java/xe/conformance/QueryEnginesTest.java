// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COMPUTE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.DrmXeEngine;
import xe.uapi.DrmXeGt;
import xe.uapi.DrmXeQueryEngines;
import xe.uapi.DrmXeQueryGtList;
import xe.uapi.StructView;

/** DEVICE_QUERY, ENGINES: what holds for the list on every device. */
class QueryEnginesTest {
    private static List<StructView> engines(DrmFile file) {
        return Query.ENGINES.answer(file).entries(DrmXeQueryEngines.STRUCT, DrmXeEngine.STRUCT);
    }

    static Set<Long> gtIds(DrmFile file) {
        return Query.GT_LIST.answer(file).entries(DrmXeQueryGtList.STRUCT, DrmXeGt.STRUCT).stream()
                .map(gt -> gt.get("gt_id"))
                .collect(Collectors.toSet());
    }

    @Test
    @Rule("QRY-020")
    void theSizeIsThatOfWholeEngines(DrmFile file) {
        Answer answer = Query.ENGINES.answer(file);

        assertTrue(
                "there is an engine in " + answer.size() + " bytes",
                !engines(file).isEmpty());
        int past = (answer.size() - DrmXeQueryEngines.STRUCT.size()) % DrmXeEngine.STRUCT.size();
        assertEqual("bytes past the last engine", 0, past);
    }

    @Test
    @Rule("QRY-021")
    void asManyEnginesAreCountedAsListed(DrmFile file) {
        Answer answer = Query.ENGINES.answer(file);
        StructView header = answer.at(0, DrmXeQueryEngines.STRUCT);

        assertEqual("num_engines", engines(file).size(), header.get("num_engines"));
        Answer.assertPadsAreZero(header);
    }

    @Test
    @Rule("QRY-021")
    void reservedWordsAreZero(DrmFile file) {
        engines(file).forEach(Answer::assertPadsAreZero);
    }

    @Test
    @Rule("QRY-022")
    void everyEngineHasAClassThatJobsCanUse(DrmFile file) {
        for (StructView engine : engines(file)) {
            long engineClass = engine.get("instance.engine_class");
            assertTrue("class " + engineClass + " is one of 0 to 4", engineClass <= DRM_XE_ENGINE_CLASS_COMPUTE);
        }
    }

    @Test
    @Rule("QRY-023")
    void instancesOfAClassCountFromZero(DrmFile file) {
        Map<String, Integer> next = new HashMap<>();
        for (StructView engine : engines(file)) {
            String of = "GT " + engine.get("instance.gt_id") + ", class " + engine.get("instance.engine_class");
            int expected = next.merge(of, 1, Integer::sum) - 1;
            assertEqual("the next instance of " + of, expected, engine.get("instance.engine_instance"));
        }
    }

    @Test
    @Rule("QRY-024")
    void theyComeByGtThenByClass(DrmFile file) {
        List<String> listed = engines(file).stream().map(StructView::toString).toList();
        List<String> sorted = engines(file).stream()
                .sorted(Comparator.comparingLong((StructView engine) -> engine.get("instance.gt_id"))
                        .thenComparingLong(engine -> engine.get("instance.engine_class")))
                .map(StructView::toString)
                .toList();

        assertEqual("the order", sorted, listed);
    }

    @Test
    @Rule("QRY-025")
    void everyEngineIsOnAGtThatIsListed(DrmFile file) {
        Set<Long> known = gtIds(file);
        for (StructView engine : engines(file)) {
            assertTrue(engine + " is on one of the GTs " + known, known.contains(engine.get("instance.gt_id")));
        }
    }

    /** The counter of the engine behind the last one can be read, so it is there, and there is none behind it. */
    @Test
    @Requires(Feature.USM)
    @Rule("QRY-026")
    void theLastCopyEngineIsKeptForPaging(DrmFile file) {
        Map<Long, Long> listed = engines(file).stream()
                .filter(engine -> engine.get("instance.engine_class") == DRM_XE_ENGINE_CLASS_COPY)
                .collect(Collectors.groupingBy(engine -> engine.get("instance.gt_id"), Collectors.counting()));
        listed.forEach((gt, count) -> {
            try (EngineCycles cycles = EngineCycles.of(file)) {
                cycles.argument()
                        .set("eci.engine_class", DRM_XE_ENGINE_CLASS_COPY)
                        .set("eci.gt_id", gt);
                cycles.argument().set("eci.engine_instance", count);
                assertThat(cycles.read()).succeeds();
                cycles.argument().set("eci.engine_instance", count + 1);
                assertThat(cycles.read()).failsWith(EINVAL);
            }
        });
    }
}
