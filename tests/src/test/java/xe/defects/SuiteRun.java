// SPDX-License-Identifier: MIT
package xe.defects;

import static java.util.stream.Collectors.toMap;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import xe.report.Check;

/**
 * Runs checks in this JVM; several runs may go on at once.
 */
final class SuiteRun implements TestExecutionListener {
    /** For runs with a defect, in which many checks wait for what never comes. */
    static final Duration SHORT = Duration.ofMillis(500);

    /** For runs whose result must not depend on a busy machine. */
    static final Duration PATIENT = Duration.ofSeconds(3);

    /** So many deadlines may pass in one check. */
    private static final int DEADLINES_OF_A_CHECK = 10;

    private final Map<String, Check> checks;
    private final Map<String, Set<String>> asked = new HashMap<>();
    private final List<Ended> ended = new ArrayList<>();

    private SuiteRun(List<Check> checks) {
        this.checks = checks.stream().collect(toMap(Check::uniqueId, check -> check));
    }

    /**
     * Returns how each of {@code checks} ended.
     *
     * @param deadline how long they wait for an event
     */
    static List<Ended> of(
            List<Check> checks, Environment environment, Duration deadline, Map<String, String> parameters) {
        LauncherConfig nothingRegistered = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(checks.stream()
                        .map(check -> selectUniqueId(check.uniqueId()))
                        .toList())
                .configurationParameter("xe.deadline", Long.toString(deadline.toMillis()))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(
                        "junit.jupiter.execution.timeout.default",
                        deadline.multipliedBy(DEADLINES_OF_A_CHECK).toMillis() + " ms")
                .configurationParameters(environment.parameters())
                .configurationParameters(parameters)
                .build();
        SuiteRun run = new SuiteRun(checks);
        LauncherFactory.create(nothingRegistered).execute(request, run);
        run.checks.values().forEach(check -> run.end(check, Ended.State.BROKEN, "never started"));
        return run.ended;
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String names = entry.getKeyValuePairs().get("xe.defects.asked");
        if (names != null && !names.isEmpty()) {
            asked.computeIfAbsent(test.getUniqueId(), id -> new HashSet<>()).addAll(List.of(names.split(" ")));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        List.copyOf(checks.keySet()).stream()
                .filter(id -> id.equals(test.getUniqueId()) || id.startsWith(test.getUniqueId() + "/"))
                .forEach(id -> end(checks.remove(id), Ended.State.SKIPPED, reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Check check = checks.remove(test.getUniqueId());
        if (check != null) {
            @Nullable Throwable thrown = result.getThrowable().orElse(null);
            end(check, state(result, thrown), thrown == null ? "" : String.valueOf(thrown.getMessage()));
        }
    }

    private static Ended.State state(TestExecutionResult result, @Nullable Throwable thrown) {
        return switch (result.getStatus()) {
            case SUCCESSFUL -> Ended.State.PASSED;
            case ABORTED -> Ended.State.SKIPPED;
            case FAILED -> thrown instanceof AssertionError ? Ended.State.FAILED : Ended.State.BROKEN;
        };
    }

    private void end(Check check, Ended.State state, String message) {
        ended.add(new Ended(check, state, message, asked.getOrDefault(check.uniqueId(), Set.of())));
    }
}
