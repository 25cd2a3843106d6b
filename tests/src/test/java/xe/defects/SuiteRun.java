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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    /** For runs with a defect, in which many checks wait for what never comes: an eighth of it, where the device answers. */
    static final Duration SHORT = Duration.ofSeconds(2);

    /** For runs whose result must not depend on a busy machine. */
    static final Duration PATIENT = Duration.ofSeconds(10);

    /** So many deadlines may pass in one check. */
    private static final int DEADLINES_OF_A_CHECK = 10;

    /** A run is given up when no check has ended for so long, beside what one check may take. */
    private static final Duration HANGS = Duration.ofMinutes(2);

    private final Map<String, Check> checks;
    private final Map<String, Set<String>> asked = new HashMap<>();
    private final List<Ended> ended = new ArrayList<>();
    private final Set<String> running = new HashSet<>();

    private SuiteRun(List<Check> checks) {
        this.checks = checks.stream().collect(toMap(Check::uniqueId, check -> check));
    }

    /**
     * Returns how each of {@code checks} ended. A check that hangs keeps its thread and its memory for ever; those after it do
     * not start.
     *
     * @param deadline how long they wait for an event
     */
    static List<Ended> of(
            List<Check> checks, Environment environment, Duration deadline, Map<String, String> parameters)
            throws InterruptedException {
        Duration limit = deadline.multipliedBy(DEADLINES_OF_A_CHECK);
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
                .configurationParameter("junit.jupiter.execution.timeout.default", limit.toMillis() + " ms")
                .configurationParameters(environment.parameters())
                .configurationParameters(parameters)
                .build();
        SuiteRun run = new SuiteRun(checks);
        FutureTask<Boolean> work =
                new FutureTask<>(() -> LauncherFactory.create(nothingRegistered).execute(request, run), true);
        Thread.ofPlatform().daemon().start(work);
        run.await(work, limit.plus(HANGS));
        return run.results();
    }

    /** Waits until {@code work} is done, or no check has ended for {@code limit}. */
    private void await(FutureTask<Boolean> work, Duration limit) throws InterruptedException {
        int before = -1;
        while (!endsWithin(limit, work) && count() > before) {
            before = count();
        }
    }

    private static boolean endsWithin(Duration limit, FutureTask<Boolean> work) throws InterruptedException {
        try {
            return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("JUnit can't run the checks", e);
        }
    }

    private synchronized int count() {
        return ended.size();
    }

    private synchronized List<Ended> results() {
        List<Ended> all = new ArrayList<>(ended);
        checks.forEach((id, check) -> all.add(
                running.contains(id)
                        ? new Ended(check, Ended.State.HUNG, "does not end", Set.of())
                        : new Ended(check, Ended.State.BROKEN, "never started", Set.of())));
        return all;
    }

    @Override
    public synchronized void executionStarted(TestIdentifier test) {
        running.add(test.getUniqueId());
    }

    @Override
    public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String names = entry.getKeyValuePairs().get("xe.defects.asked");
        if (names != null && !names.isEmpty()) {
            asked.computeIfAbsent(test.getUniqueId(), id -> new HashSet<>()).addAll(List.of(names.split(" ")));
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        List.copyOf(checks.keySet()).stream()
                .filter(id -> id.equals(test.getUniqueId()) || id.startsWith(test.getUniqueId() + "/"))
                .forEach(id -> end(checks.remove(id), Ended.State.SKIPPED, reason));
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
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
