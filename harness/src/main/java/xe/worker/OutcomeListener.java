// SPDX-License-Identifier: MIT
package xe.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;
import xe.report.Attachment;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;
import xe.report.output.Reproducers;

/** Makes outcomes from JUnit's events, of several threads: one per selected check, whatever JUnit tells or leaves out. */
final class OutcomeListener implements TestExecutionListener {
    private static final String WARNINGS = "kernel warnings";

    /** What the checks' extension publishes for a failure, and what it is called in outputs. */
    private static final Map<String, String> EVIDENCE = Map.of(
            "trace",
            "system calls",
            "request",
            "request bytes",
            "log",
            "kernel log",
            "warning",
            WARNINGS,
            "wait",
            CheckOutcome.WAITED_IN_VAIN,
            "reproducer",
            Reproducers.ATTACHMENT);

    private final Map<String, Check> pending = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, TestExecutionResult> containers = new ConcurrentHashMap<>();
    private final Map<String, Start> starts = new ConcurrentHashMap<>();
    private final Map<String, List<Attachment>> attachments = new ConcurrentHashMap<>();
    private final Consumer<Check> begun;
    private final Consumer<CheckOutcome> ended;

    /**
     * When a check began.
     *
     * @param time for people; somebody may set that clock at any moment
     * @param ns as {@link System#nanoTime} has it
     */
    private record Start(Instant time, long ns) {
        static Start now() {
            return new Start(Instant.now(), System.nanoTime());
        }
    }

    /** @param begun is told of each check before it does anything, and may hold it up */
    OutcomeListener(List<Check> selected, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        selected.forEach(check -> pending.put(check.uniqueId(), check));
        this.begun = begun;
        this.ended = ended;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        Check check = pending.get(test.getUniqueId());
        if (check != null) {
            begun.accept(check);
            starts.put(test.getUniqueId(), Start.now());
        }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entry.getKeyValuePairs().forEach((key, text) -> {
            String name = EVIDENCE.get(key);
            if (name != null && !text.isEmpty()) {
                attachments
                        .computeIfAbsent(test.getUniqueId(), id -> new ArrayList<>())
                        .add(new Attachment(name, text));
            }
        });
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        List<String> under = pending().stream()
                .filter(id -> id.equals(test.getUniqueId()) || id.startsWith(test.getUniqueId() + "/"))
                .toList();
        under.forEach(id -> end(id, Verdict.SKIPPED, reason, null));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (pending.containsKey(test.getUniqueId())) {
            end(test.getUniqueId(), result);
        } else if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            containers.put(test.getUniqueId(), result);
        }
    }

    /** Gives an outcome to the checks that JUnit never came to: that of what they are in, or broken for {@code why}. */
    void finish(String why) {
        pending()
                .forEach(id -> containers.entrySet().stream()
                        .filter(container -> id.startsWith(container.getKey() + "/"))
                        .findFirst()
                        .ifPresentOrElse(
                                container -> end(id, container.getValue()), () -> end(id, Verdict.BROKEN, why, null)));
    }

    private List<String> pending() {
        synchronized (pending) {
            return List.copyOf(pending.keySet());
        }
    }

    private void end(String id, TestExecutionResult result) {
        Throwable thrown = result.getThrowable().orElse(null);
        String message = thrown == null ? "" : message(thrown);
        switch (result.getStatus()) {
            case SUCCESSFUL -> end(id, Verdict.PASSED, "", null);
            case ABORTED -> end(id, Verdict.SKIPPED, message, null);
            case FAILED -> end(id, thrown instanceof AssertionError ? Verdict.FAILED : Verdict.BROKEN, message, thrown);
        }
    }

    private void end(String id, Verdict itself, String ownMessage, @Nullable Throwable thrown) {
        Check check = pending.remove(id);
        String warning = attachments.getOrDefault(id, List.of()).stream()
                .filter(attachment -> attachment.name().equals(WARNINGS))
                .map(attachment -> attachment.text().lines().findFirst().orElse(""))
                .findFirst()
                .orElse("");
        Verdict verdict = warning.isEmpty() ? itself : itself.withWarning();
        String message = verdict == Verdict.WARNED ? "kernel log: " + warning : ownMessage;
        Start began = starts.get(id);
        Start start = began == null ? Start.now() : began;
        ended.accept(new CheckOutcome(
                check,
                verdict,
                message,
                thrown instanceof AssertionFailedError failure ? text(failure.getExpected()) : null,
                thrown instanceof AssertionFailedError failure ? text(failure.getActual()) : null,
                thrown == null ? "" : trace(thrown),
                start.time(),
                Duration.ofNanos(System.nanoTime() - start.ns()),
                attachments.getOrDefault(id, List.of())));
    }

    private static @Nullable String text(@Nullable ValueWrapper value) {
        return value == null ? null : value.getStringRepresentation();
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        boolean readable = message != null
                && (thrown instanceof AssertionError || isOurs(thrown.getClass().getName()));
        return readable ? message : thrown.toString();
    }

    /** The frames of the suite alone; the rest is JUnit's and the JDK's, the same in every trace. */
    private static String trace(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            lines.add((lines.isEmpty() ? "" : "caused by ") + cause);
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (isOurs(frame.getClassName())) {
                    lines.add("    at " + frame);
                }
            }
        }
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private static boolean isOurs(String className) {
        return className.startsWith("xe.") || className.startsWith("org.opentest4j.TestAborted");
    }
}
