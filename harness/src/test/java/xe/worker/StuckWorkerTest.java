// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static xe.worker.FaultyChecks.checks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** A driver that a process never comes back from, not even to die: the run says so and ends. */
class StuckWorkerTest {
    private static final Limits LIMITS =
            new Limits(Duration.ofMillis(200), Duration.ofMillis(300), Optional.of(Duration.ofSeconds(60)));
    private static final String WHAT_TO_DO = "process " + StuckProcess.PID
            + " does not die: it is stuck in the kernel; restart the machine, 'xe-cts resume' does the rest";

    @TempDir
    private Path folder;

    private final List<CheckOutcome> outcomes = new ArrayList<>();

    private Supervisor supervisor(Workers.Start start) {
        return new Supervisor(
                new WorkerCommand(folder),
                start,
                new Supervisor.Settings(1, Isolation.NONE, LIMITS, false, Map.of(), Optional.empty()));
    }

    private Optional<String> run(String told) {
        try (Supervisor supervisor = supervisor(() -> new StuckProcess(told))) {
            return supervisor.run(checks("first", "last"), SupervisorTest.ALL, check -> {}, outcomes::add);
        }
    }

    @Test
    void checkThatItIsStuckInIsAborted() {
        assertThat(run("{\"begin\":\"faulty.first\"}\n")).contains(WHAT_TO_DO);

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.check().id()).isEqualTo("faulty.first");
            assertThat(outcome.verdict()).isEqualTo(Verdict.ABORTED);
            assertThat(outcome.message()).isEqualTo("ABORTED: still running after 0.2 s, and " + WHAT_TO_DO);
        });
    }

    @Test
    void checkThatItNeverCameToIsAborted() {
        assertThat(run("")).contains(WHAT_TO_DO);

        assertThat(outcomes).extracting(CheckOutcome::message).containsExactly("ABORTED: " + WHAT_TO_DO);
    }

    @Test
    void deviceThatNeverOpensEndsTheRunBeforeItBegins() {
        try (Supervisor supervisor = supervisor(() -> new StuckProcess(""))) {
            assertThatExceptionOfType(NoAnswer.class)
                    .isThrownBy(() -> supervisor.look(List.of()))
                    .withMessageStartingWith("the driver did not answer within 0.3 s, and " + WHAT_TO_DO)
                    .matches(NoAnswer::stuck);
        }
    }

    @Test
    void deviceThatKillsWhoOpensItIsAProblem() {
        try (Supervisor supervisor =
                supervisor(() -> new ProcessBuilder("sh", "-c", "echo ouch >&2; kill -9 $$").start())) {
            assertThatExceptionOfType(NoAnswer.class)
                    .isThrownBy(() -> supervisor.look(List.of()))
                    .withMessageContaining("the worker died of SIGKILL")
                    .matches(nothing -> !nothing.stuck());
        }
    }

    @Test
    void noProcessIsAProblem() {
        try (Supervisor supervisor = supervisor(() -> {
            throw new IOException("no memory");
        })) {
            assertThatExceptionOfType(NoAnswer.class)
                    .isThrownBy(() -> supervisor.look(List.of()))
                    .withMessage("no worker can be started: no memory");
        }
    }
}
