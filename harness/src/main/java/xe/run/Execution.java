// SPDX-License-Identifier: MIT
package xe.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

/**
 * Runs checks in this JVM, one after the other, and hands over each outcome as it comes: exactly one per check.
 */
final class Execution {
    private final List<Check> index;
    private final Map<String, String> parameters;

    /**
     * @param index all checks there are
     * @param parameters what the checks' environment is made from
     */
    Execution(List<Check> index, Map<String, String> parameters) {
        this.index = index;
        this.parameters = parameters;
    }

    /** Returns when every check of {@code selected} has an outcome. */
    void run(List<Check> selected, Consumer<CheckOutcome> outcomes) {
        OutcomeListener listener = new OutcomeListener(selected, outcomes);
        try {
            JUnitLauncher.launch(selectors(selected), parameters, listener);
        } catch (JUnitException e) {
            listener.finish(String.valueOf(e.getMessage()));
            return;
        }
        listener.finish("the check never started; build again");
    }

    /** A class whose checks are all selected goes to JUnit as a whole, which is much faster than check by check. */
    private List<DiscoverySelector> selectors(List<Check> selected) {
        Set<Check> wanted = new HashSet<>(selected);
        Map<String, Boolean> whole = index.stream()
                .collect(Collectors.groupingBy(
                        Check::className, Collectors.reducing(true, wanted::contains, Boolean::logicalAnd)));
        Map<String, DiscoverySelector> selectors = new HashMap<>();
        List<DiscoverySelector> inOrder = new ArrayList<>();
        for (Check check : selected) {
            String key = whole.get(check.className()) ? check.className() : check.uniqueId();
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
}
