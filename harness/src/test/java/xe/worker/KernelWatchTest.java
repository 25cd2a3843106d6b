// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.worker.FaultyChecks.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** The files that the kernel shows, made up. */
class KernelWatchTest {
    @TempDir
    private Path root;

    private void write(String file, String text) {
        try {
            Files.writeString(root.resolve(file), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void healthy() throws IOException {
        Files.createDirectories(root.resolve("proc/sys/kernel"));
        write("proc/sys/kernel/tainted", "4608\n"); // an unsigned module, and a WARN from before
        write("proc/lockdep_stats", " lock-classes: 12\n debug_locks:                             1\n");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "4608, ''",
        "4609, ''",
        "4736, the kernel is tainted now: oops",
        "4640, the kernel is tainted now: bad page",
        "20992, the kernel is tainted now: soft lockup"
    })
    void newTaintOfABugIsDamage(long tainted, String damage) {
        try (KernelWatch watch = new KernelWatch(root, false, null)) {
            assertThat(watch.taintedBefore()).containsExactly("WARN");
            write("proc/sys/kernel/tainted", tainted + "\n");

            assertThat(watch.damage().orElse("")).isEqualTo(damage);
            assertThat(watch.damage()).isEmpty();
        }
    }

    @Test
    void lockdepThatSwitchedItselfOffIsDamage() {
        try (KernelWatch watch = new KernelWatch(root, false, null)) {
            assertThat(watch.damage()).isEmpty();
            write("proc/lockdep_stats", " debug_locks:                             0\n");

            assertThat(watch.damage()).contains("lockdep found a problem and is off now");
        }
    }

    @Test
    void whatIsNotThereIsNotWatchedAndSaid() throws IOException {
        Files.delete(root.resolve("proc/lockdep_stats"));
        Files.delete(root.resolve("proc/sys/kernel/tainted"));

        try (KernelWatch watch = new KernelWatch(root, false, null)) {
            assertThat(watch.damage()).isEmpty();
            assertThat(watch.blindness())
                    .contains("taint (/proc/sys/kernel/tainted)", "lockdep (no /proc/lockdep_stats)");
        }
    }

    private List<Verdict> run(boolean keepGoing, List<Optional<String>> why) {
        List<Verdict> verdicts = new ArrayList<>();
        try (KernelWatch watch = new KernelWatch(root, keepGoing, null)) {
            Supervisor.Settings settings = new Supervisor.Settings(
                    1,
                    Isolation.NONE,
                    new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Optional.empty()),
                    true,
                    Map.of(),
                    Optional.of(watch));
            try (Supervisor supervisor = new Supervisor(new WorkerCommand(root), settings)) {
                why.add(supervisor.run(
                        checks("first", "prints", "last"),
                        SupervisorTest.ALL,
                        check -> {
                            if (check.method().equals("prints")) {
                                write("proc/sys/kernel/tainted", "4736\n");
                            }
                        },
                        (CheckOutcome outcome) -> verdicts.add(outcome.verdict())));
            }
        }
        return verdicts;
    }

    @Test
    void damageEndsTheRunWithTheCheckThatDidIt() {
        List<Optional<String>> why = new ArrayList<>();

        assertThat(run(false, why)).containsExactly(Verdict.PASSED, Verdict.ABORTED);
        assertThat(why).containsExactly(Optional.of("the kernel is tainted now: oops"));
    }

    @Test
    void damageCanBeGoneOnFrom() {
        List<Optional<String>> why = new ArrayList<>();

        assertThat(run(true, why)).containsExactly(Verdict.PASSED, Verdict.PASSED, Verdict.PASSED);
        assertThat(why).containsExactly(Optional.empty());
    }
}
