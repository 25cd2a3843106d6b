// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Journal;
import xe.report.RecordedRun;
import xe.report.Verdict;

/** Whole runs, as processes, that end before their time or lose their folder. */
class InterruptedRunTest {
    private static final int ROWS = 120;
    private static final long DEADLINE_S = 120;

    /** How often the run is killed; what is looked for does not depend on it. */
    private static final int KILLS = Integer.getInteger("xe.test.kills", 8);

    @TempDir
    private Path folder;

    private Path out;
    private final List<Process> started = new ArrayList<>();

    /** An index of its own: as many rows as a run needs to be caught in the middle. */
    @BeforeEach
    void index() {
        out = folder.resolve("out");
        CheckIndex.save(
                folder.resolve("classes"),
                IntStream.rangeClosed(1, ROWS)
                        .mapToObj(i -> new Check(
                                "many.row.%03d".formatted(i),
                                "[engine:junit-jupiter]/[class:%s]/[test-template:row(int)]/[test-template-invocation:#%d]"
                                        .formatted(ManyChecks.class.getName(), i),
                                List.of(),
                                ManyChecks.class.getName(),
                                "row",
                                "%03d".formatted(i),
                                List.of(),
                                List.of()))
                        .toList());
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String shell, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "bash",
                "-c",
                shell + " exec env --default-signal=INT,TERM \"$@\"", // a shell in the background ignores SIGINT
                "bash"));
        words.addAll(Program.java(folder.resolve("classes") + ":" + Program.CLASS_PATH, Main.class, arguments));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        started.add(process);
        return process;
    }

    private Process run(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--no-report", "--out", out.toString()));
        arguments.addAll(List.of(options));
        return start("", arguments.toArray(String[]::new));
    }

    private int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    private List<String> journal() throws IOException {
        Path file = out.resolve(Journal.FILE);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Whether the process is still there when the journal gets that many lines. */
    private boolean awaitLines(Process process, int lines) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
        while (journal().size() < lines) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private List<CheckOutcome> outcomes() throws IOException {
        return RecordedRun.read(out, id -> Checks.row(id, id)).outcomes();
    }

    private void assertEachOnce() throws IOException {
        assertThat(outcomes())
                .extracting(outcome -> outcome.check().id())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ROWS)
                        .mapToObj("many.row.%03d"::formatted)
                        .toList());
    }

    @Test
    void killedAnywhereAndResumedNothingIsLostAndNothingTwice() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(5);
        Process process = run("--jobs", "2");
        int kills = 0;
        while (kills < KILLS && awaitLines(process, journal().size() + 1 + random.nextInt(2 * ROWS / KILLS))) {
            process.destroyForcibly();
            assertThat(end(process)).isEqualTo(137);
            kills++;
            List<String> before = journal();
            List<String> whole = Files.readString(out.resolve(Journal.FILE)).endsWith("\n")
                    ? before
                    : before.subList(0, before.size() - 1);
            process = start("", "resume", out.toString());
            if (awaitLines(process, whole.size() + 1)) {
                assertThat(journal()).startsWith(whole.toArray(String[]::new));
            }
        }
        int code = end(process);

        assertThat(kills).isGreaterThan(KILLS / 4);
        assertEachOnce();
        assertThat(outcomes())
                .extracting(CheckOutcome::verdict)
                .containsOnly(Verdict.PASSED, Verdict.INCOMPLETE)
                .filteredOn(Verdict.INCOMPLETE::equals)
                .hasSizeLessThanOrEqualTo(2 * kills);
        assertThat(code).isIn(0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void signalEndsWithAPartialReport(String signal) throws IOException, InterruptedException {
        Process process = run("--jobs", "1");
        assertThat(awaitLines(process, 20)).isTrue();
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();

        assertThat(end(process)).isEqualTo(ExitCode.INCOMPLETE.code());
        assertThat(output()).contains("not-run").contains("NOT-RUN: interrupted");
        int done = outcomes().size();
        assertThat(done).isBetween(1, ROWS - 1);
        try (Stream<Path> results = Files.list(out.resolve("allure-results"))) {
            assertThat(results.filter(path -> path.toString().endsWith("-result.json")))
                    .hasSize(ROWS);
        }

        assertThat(end(start("", "resume", out.toString()))).isZero();
        assertEachOnce();
    }

    @Test
    void removedFolderComesBackWithEverything() throws IOException, InterruptedException {
        Process process = run("--jobs", "1");
        assertThat(awaitLines(process, 20)).isTrue();
        delete(out);

        end(process);
        assertThat(output()).contains("not written:", "everything so far is in " + out.resolve(Journal.FILE));
        assertEachOnce();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A limit on the size of files stands in for a full disk; of both the kernel writes what fits and then gives an error. */
    @Test
    void fullDiskIsSaidAndLeavesWholeLines() throws IOException, InterruptedException {
        Process process = start("ulimit -f 8;", "run", "--jobs", "1", "--no-report", "--out", out.toString());

        assertThat(end(process)).isEqualTo(ExitCode.BROKEN.code());
        assertThat(output()).contains("not written: " + out.resolve(Journal.FILE), "passed", ROWS + " checks in");
        for (String large : List.of("igt", "junit.xml", "kcidb.json")) {
            assertThat(output()).contains("not written: " + out.resolve(large) + ": ");
        }
        assertThat(Files.readString(out.resolve(Journal.FILE))).endsWith("}\n");
        assertThat(outcomes()).isNotEmpty();
    }

    @Test
    void secondRunInTheSameFolderIsRefused() throws IOException, InterruptedException {
        Files.createDirectories(out);
        Path file = Files.writeString(out.resolve(Journal.FILE), "{\"suite\":\"0.1.0\"}\n");
        try (FileChannel first = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(first.tryLock()).isNotNull();

            assertThat(end(run())).isEqualTo(ExitCode.USAGE.code());
            assertThat(output()).contains("another run is writing there");
        }
        assertThat(Files.readString(file)).isEqualTo("{\"suite\":\"0.1.0\"}\n");
    }

    @Test
    void tornLineIsDroppedAndACorruptOneRefused() throws IOException {
        Files.createDirectories(out);
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        Terminal terminal = new Terminal(false, Ansi.OFF);
        String[] whole = {"run", "--in-process", "--no-report", "--select", "sample.passes", "--out", out.toString()};
        assertThat(Main.execute(terminal, writer, writer, whole)).isZero();
        Path file = out.resolve(Journal.FILE);
        Files.writeString(file, "{\"id\":\"sam", StandardOpenOption.APPEND);

        assertThat(Main.execute(terminal, writer, writer, "resume", out.toString()))
                .isZero();
        assertThat(Files.readString(file)).doesNotContain("{\"id\":\"sam{");

        Files.writeString(file, "{\"id\":\"sam\n", StandardOpenOption.APPEND);
        assertThat(Main.execute(terminal, writer, writer, "resume", out.toString()))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(said.toString()).contains("is no line of a journal", "line 5");
    }

    @Test
    void resumeOfAnotherDeviceIsRefused() throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        Terminal terminal = new Terminal(false, Ansi.OFF);
        String[] whole = {"run", "--in-process", "--no-report", "--select", "sample.passes", "--out", out.toString()};
        assertThat(Main.execute(terminal, writer, writer, whole)).isZero();
        Path file = out.resolve(Journal.FILE);
        Files.writeString(file, Files.readString(file).replace("\"device\":\"bmg\"", "\"device\":\"pvc\""));

        assertThat(Main.execute(terminal, writer, writer, "resume", out.toString()))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(said.toString()).contains("was made with another device: pvc");
    }
}
