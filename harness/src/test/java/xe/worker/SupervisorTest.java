// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.worker.FaultyChecks.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.report.Attachment;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** Planted faults: what a check does to its process costs that check and no other. */
class SupervisorTest {
    @TempDir
    private Path folder;

    static final List<Check> ALL =
            checks("first", "spins", "blocks", "crashes", "isKilled", "exits", "prints", "tells", "warns", "last");

    private final List<CheckOutcome> outcomes = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();

    private static Supervisor.Settings settings(int jobs, Isolation isolation, Limits limits, boolean asks) {
        return new Supervisor.Settings(jobs, isolation, limits, asks, Map.of(), Optional.empty());
    }

    private static Limits check(Duration limit) {
        return new Limits(limit, Duration.ofSeconds(60), Optional.empty());
    }

    private Optional<String> run(Supervisor.Settings settings, List<Check> selected) {
        try (Supervisor supervisor = new Supervisor(new WorkerCommand(folder), settings)) {
            return supervisor.run(selected, ALL, check -> begun.add(check.id()), outcomes::add);
        }
    }

    private Optional<String> run(String... methods) {
        return run(settings(1, Isolation.NONE, check(Duration.ofSeconds(3)), false), checks(methods));
    }

    private CheckOutcome outcome(String id) {
        return outcomes.stream()
                .filter(outcome -> outcome.check().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String attachment(CheckOutcome outcome, String name) {
        return outcome.attachments().stream()
                .filter(attachment -> attachment.name().equals(name))
                .map(Attachment::text)
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "spins, TIMED_OUT, TIMED-OUT: still running after 3.0 s",
        "blocks, TIMED_OUT, TIMED-OUT: still running after 3.0 s",
        "crashes, CRASHED, CRASHED: the JVM of the worker crashed: SIGSEGV",
        "isKilled, CRASHED, CRASHED: the worker died of SIGKILL",
        "exits, CRASHED, CRASHED: the worker ended by itself with exit code 0"
    })
    void faultCostsOneCheck(String method, Verdict verdict, String message) {
        assertThat(run("first", method, "last")).isEmpty();

        assertThat(outcomes).extracting(CheckOutcome::verdict).containsExactly(Verdict.PASSED, verdict, Verdict.PASSED);
        assertThat(outcomes.get(1).check().id()).isEqualTo("faulty." + method.toLowerCase(Locale.ROOT));
        assertThat(outcomes.get(1).message()).startsWith(message);
    }

    @Test
    void hangShowsWhereItIsStuck() {
        assertThat(run("blocks")).isEmpty();

        assertThat(attachment(outcomes.getFirst(), "Java stacks")).contains("xe.worker.FaultyChecks.blocks");
        assertThat(attachment(outcomes.getFirst(), "kernel stacks")).contains("state S");
    }

    @Test
    void crashKeepsWhatTheJvmWrote() throws IOException {
        assertThat(run("crashes")).isEmpty();

        assertThat(attachment(outcomes.getFirst(), "JVM crash")).contains("si_addr: 0x0000000000000008");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .startsWith("hs_err_");
        }
    }

    @Test
    void everyFaultInOneRun() {
        assertThat(run(settings(1, Isolation.NONE, check(Duration.ofSeconds(3)), false), ALL))
                .isEmpty();

        assertThat(outcomes).hasSize(ALL.size());
        assertThat(begun).hasSize(ALL.size());
        assertThat(outcome("faulty.last").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome("faulty.prints").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome("faulty.warns").verdict()).isEqualTo(Verdict.WARNED);
        assertThat(outcome("faulty.warns").message()).isEqualTo("kernel log: xe: oh");
        assertThat(outcome("faulty.tells").verdict()).isEqualTo(Verdict.FAILED_WITH_LOG);
        assertThat(outcome("faulty.tells").message()).isEqualTo("as it should");
        assertThat(attachment(outcome("faulty.tells"), "system calls")).isEqualTo("a\u0001 \"b\"\n{\"begin\":\"x\"}");
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void isolationChangesNoResult(Isolation isolation) {
        assertThat(run(settings(2, isolation, check(Duration.ofSeconds(3)), true), checks("first", "exits", "last")))
                .isEmpty();

        assertThat(outcome("faulty.first").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome("faulty.exits").verdict()).isEqualTo(Verdict.CRASHED);
        assertThat(outcome("faulty.last").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcomes).hasSize(3);
    }

    @ParameterizedTest(name = "{0}: {1} processes")
    @CsvSource({"NONE, 1", "CLASS, 2", "CHECK, 4"})
    void isolationIsAProcessEach(Isolation isolation, int processes) {
        List<Check> checks = List.of(
                FaultyChecks.check("saysWho"),
                FaultyChecks.check("saysWhoToo"),
                FaultyChecks.check(FaultyChecks.More.class, "saysWho"),
                FaultyChecks.check(FaultyChecks.More.class, "saysWhoToo"));

        assertThat(run(settings(1, isolation, check(Duration.ofSeconds(30)), false), checks))
                .isEmpty();
        assertThat(outcomes.stream()
                        .map(outcome -> attachment(outcome, "system calls"))
                        .distinct())
                .hasSize(processes)
                .doesNotContain("");
    }

    @Test
    void aWorkerTellsWhatItOpenedAndThenRunsChecks() throws NoAnswer {
        Supervisor.Settings settings = new Supervisor.Settings(
                1,
                Isolation.NONE,
                check(Duration.ofSeconds(30)),
                false,
                Map.of("xe.profile", "pvc", "xe.kernel-model", "stock"),
                Optional.empty());
        try (Supervisor supervisor = new Supervisor(new WorkerCommand(folder), settings)) {
            Surroundings found = supervisor.look(List.of("VM_RESTART", "XE_NODE"));
            assertThat(supervisor.run(checks("first", "saysWho"), ALL, check -> {}, outcomes::add))
                    .isEmpty();

            assertThat(found).isEqualTo(Surroundings.look(settings.parameters(), List.of("VM_RESTART", "XE_NODE")));
            assertThat(found.kernel().detail()).contains("profile pvc");
            assertThat(found.pciId()).startsWith("8086:");
            assertThat(found.missing()).containsOnlyKeys("VM_RESTART");
        }
        assertThat(outcomes).extracting(CheckOutcome::verdict).containsExactly(Verdict.PASSED, Verdict.PASSED);
    }

    @Test
    void aWorkerWithAHeadStartRunsTheFirstChecks() {
        WorkerCommand command = new WorkerCommand(folder, HeadStart.begin());
        List<String> early = ProcessHandle.current()
                .children()
                .map(child -> Long.toString(child.pid()))
                .toList();
        for (int run = 0; run < 2; run++) {
            try (Supervisor supervisor =
                    new Supervisor(command, settings(1, Isolation.NONE, check(Duration.ofSeconds(30)), false))) {
                assertThat(supervisor.run(checks("saysWho"), ALL, check -> {}, outcomes::add))
                        .isEmpty();
            }
        }

        assertThat(attachment(outcomes.getFirst(), "system calls")).isIn(early);
        assertThat(attachment(outcomes.getLast(), "system calls")).isNotIn(early);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bmg", "tgl", "nvl-p"})
    void whatASimulatorPlaysIsKnownWithoutBootingIt(String profile) {
        Map<String, String> parameters = Map.of("xe.profile", profile, "xe.kernel-model", "stock");
        Surroundings found = Surroundings.look(parameters, List.of("XE_NODE"));

        assertThat(Surroundings.look(parameters, List.of()))
                .isEqualTo(new Surroundings(found.kernel(), "", found.pciId(), Map.of()));
    }

    @ParameterizedTest(name = "worker that asks: {0}")
    @ValueSource(booleans = {true, false})
    void crashOfTwoAtOnceIsBlamedOnTheOneThatDoesItAlone(boolean asks) throws IOException {
        List<Check> both = List.of(
                FaultyChecks.check(PatientChecks.class, "waitsForTheOther"),
                FaultyChecks.check(DeadlyChecks.class, "killsTheOther"));

        assertThat(run(settings(2, Isolation.NONE, check(Duration.ofSeconds(30)), asks), both))
                .isEmpty();
        Files.delete(Pair.happened(ProcessHandle.current().pid()));

        assertThat(outcome("faulty.waitsfortheother").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome("faulty.killstheother").message()).contains("exit code 10");
        assertThat(outcomes).hasSize(2);
    }

    @Test
    void overallTimeEndsTheRun() {
        Limits limits = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Optional.of(Duration.ofSeconds(3)));

        assertThat(run(settings(1, Isolation.NONE, limits, false), checks("first", "spins", "last")))
                .hasValueSatisfying(why -> assertThat(why).startsWith("out of time"));
        assertThat(outcomes).extracting(outcome -> outcome.check().id()).doesNotContain("faulty.spins", "faulty.last");
    }

    @Test
    void workerThatNeverStartsIsNotTriedForEver() {
        Limits limits = new Limits(Duration.ofSeconds(60), Duration.ofMillis(1), Optional.empty());

        assertThat(run(settings(1, Isolation.NONE, limits, false), checks("first", "last")))
                .isEmpty();
        assertThat(outcomes).extracting(CheckOutcome::verdict).containsExactly(Verdict.BROKEN, Verdict.BROKEN);
    }

    @Test
    void askingWorkerBeginsNothingThatIsNotWrittenDown() {
        assertThat(run(settings(1, Isolation.NONE, check(Duration.ofSeconds(10)), true), checks("first", "last")))
                .isEmpty();

        assertThat(begun).containsExactly("faulty.first", "faulty.last");
        assertThat(outcomes).extracting(CheckOutcome::verdict).containsOnly(Verdict.PASSED);
    }

    /** Both are running when one ends the process; after that each knows not to wait for the other. */
    static class Pair {
        static final CountDownLatch PATIENT = new CountDownLatch(1);
        static final CountDownLatch DEADLY = new CountDownLatch(1);

        static Path happened(long supervisor) {
            return Path.of(System.getProperty("java.io.tmpdir"), "xe-cts-pair-" + supervisor);
        }

        static Path happened() {
            return happened(ProcessHandle.current().parent().orElseThrow().pid());
        }
    }

    static class PatientChecks {
        @Test
        void waitsForTheOther() throws InterruptedException {
            Pair.PATIENT.countDown();
            if (!Files.exists(Pair.happened()) && Pair.DEADLY.await(20, TimeUnit.SECONDS)) {
                new CountDownLatch(1).await();
            }
        }
    }

    static class DeadlyChecks {
        @Test
        void killsTheOther() throws InterruptedException, IOException {
            Pair.DEADLY.countDown();
            if (!Files.exists(Pair.happened()) && Pair.PATIENT.await(20, TimeUnit.SECONDS)) {
                Files.createFile(Pair.happened());
                Runtime.getRuntime().halt(9);
            }
            Runtime.getRuntime().halt(10);
        }
    }

    @Test
    void crashThatNobodyDoesAloneIsNotLost() {
        Check first = FaultyChecks.check("first");
        Check last = FaultyChecks.check("last");
        Suspects suspects = new Suspects(new Death(137, "", ""), List.of(first, last));

        CheckOutcome passed = CheckOutcome.without(first, Verdict.PASSED, "", Instant.EPOCH);
        assertThat(suspects.judge(passed)).isEqualTo(passed);
        CheckOutcome blamed = suspects.judge(CheckOutcome.without(last, Verdict.PASSED, "", Instant.EPOCH));
        assertThat(blamed.verdict()).isEqualTo(Verdict.CRASHED);
        assertThat(blamed.message()).contains("SIGKILL", "faulty.first, faulty.last");
    }
}
