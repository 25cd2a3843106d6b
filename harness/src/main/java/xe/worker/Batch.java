// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.JsonLine;
import xe.report.JsonObject;

/**
 * Checks that JUnit runs in one go.
 *
 * @param classes those of which it takes every check, which is much faster than check by check
 */
public record Batch(List<Check> checks, Set<String> classes) {
    /** @param index all checks there are */
    public static Batch of(List<Check> checks, List<Check> index) {
        Set<Check> wanted = new HashSet<>(checks);
        Map<String, Boolean> whole = index.stream()
                .collect(Collectors.groupingBy(
                        Check::className, Collectors.reducing(true, wanted::contains, Boolean::logicalAnd)));
        return new Batch(
                checks,
                checks.stream()
                        .map(Check::className)
                        .filter(name -> whole.getOrDefault(name, false))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Returns when every check has an outcome: exactly one each, told as it comes. */
    public void run(Map<String, String> parameters, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        OutcomeListener listener = new OutcomeListener(checks, begun, ended);
        try {
            JUnitLauncher.launch(selectors(), parameters, listener);
        } catch (JUnitException e) {
            listener.finish(String.valueOf(e.getMessage()));
            return;
        }
        listener.finish("the check never started; build again");
    }

    private List<DiscoverySelector> selectors() {
        Map<String, DiscoverySelector> selectors = new HashMap<>();
        List<DiscoverySelector> inOrder = new ArrayList<>();
        for (Check check : checks) {
            String key = classes.contains(check.className()) ? check.className() : check.uniqueId();
            selectors.computeIfAbsent(key, k -> {
                DiscoverySelector selector = k.equals(check.className())
                        ? DiscoverySelectors.selectClass(k)
                        : DiscoverySelectors.selectUniqueId(k);
                inOrder.add(selector);
                return selector;
            });
        }
        return inOrder;
    }

    /** What a worker needs to know of it. */
    String line() {
        return new JsonLine()
                .put("ids", checks.stream().map(Check::id).toList())
                .put("unique_ids", checks.stream().map(Check::uniqueId).toList())
                .put("class_names", checks.stream().map(Check::className).toList())
                .put("classes", List.copyOf(classes))
                .toString();
    }

    /** What {@link #line} says; its checks know no more than that. */
    static Batch read(Map<String, Object> line) {
        List<String> ids = JsonObject.texts(line, "ids");
        List<String> uniqueIds = JsonObject.texts(line, "unique_ids");
        List<String> classNames = JsonObject.texts(line, "class_names");
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            checks.add(new Check(
                    ids.get(i), uniqueIds.get(i), List.of(), classNames.get(i), "", "", List.of(), List.of()));
        }
        return new Batch(checks, Set.copyOf(JsonObject.texts(line, "classes")));
    }
}
