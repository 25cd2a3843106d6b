// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;
import xe.report.Journal;

/** The whole command line, on the checks of {@link SampleChecks}. */
class CommandLineTest {
    @TempDir
    private Path out;

    /** What a command printed and ended with. */
    record Ended(int code, String out, String err) {}

    private static Ended execute(Terminal terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(terminal, new PrintWriter(out), new PrintWriter(err, true), arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    static Ended execute(String... arguments) {
        return execute(new Terminal(false, Ansi.OFF), arguments);
    }

    /** Runs sample checks in this process, without a report. */
    static Ended run(Path out, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--in-process", "--no-report", "--out", out.toString()));
        arguments.addAll(List.of(options));
        return execute(arguments.toArray(String[]::new));
    }

    private Ended run(String... options) {
        return run(out, options);
    }

    @ParameterizedTest(name = "{0} ends with {1}")
    @CsvSource({
        "sample.passes, 0",
        "sample.fails, 1",
        "sample.breaks, 3",
        "sample.skips, 77",
        "sample.vanished, 3",
        "sample.*, 1",
        "sample.rows.1-watches, 0",
        "sample.nothing, 79"
    })
    void exitCodeTellsTheVerdict(String pattern, int code) {
        assertThat(run("--select", pattern).code()).isEqualTo(code);
    }

    @Test
    void failureIsShownWithTheCommandThatRepeatsIt() {
        assertThat(run("--select", "sample.fails", "--profile", "pvc").out()).contains("""
                        FAILED sample.fails
                          VM_RESTART{vm_id=1, pad=1} on sim: expected EINVAL (22), got EALREADY (114);
                            rule VMR-001: pad != 0: EINVAL
                          again: ./xe-cts run --profile pvc --select sample.fails
                        """);
    }

    @Test
    void summaryCountsEachResultAndGroupsSkips() {
        assertThat(run().out())
                .contains(
                        "passed               3",
                        "failed               2",
                        "broken               2",
                        "skipped              1")
                .contains("1: COMPUTE_JOB: no engine")
                .containsPattern("8 checks in \\d+\\.\\d s");
    }

    @Test
    void headSaysThatItIsTheSimulator() {
        assertThat(run("--select", "sample.passes").out())
                .startsWith("xe-cts ")
                .contains("on SIMULATOR of", "profile bmg", "not hardware");
    }

    @Test
    void journalHasEveryOutcome() throws IOException {
        assertThat(run().code()).isEqualTo(1);

        assertThat(Files.readAllLines(out.resolve(Journal.FILE)))
                .filteredOn(line -> line.contains("\"status\":"))
                .hasSize(8)
                .anyMatch(line ->
                        line.contains("\"id\":\"sample.rows.2-watches\"") && line.contains("\"status\":\"failed\""))
                .anyMatch(line -> line.contains("\"id\":\"sample.vanished\"") && line.contains("never started"));
    }

    @Test
    void aTerminalGetsOneLineThatRewritesItself() {
        Ended ended = execute(
                new Terminal(true, Ansi.OFF), "run", "--no-report", "-o", out.toString(), "-s", "sample.passes");

        assertThat(ended.out()).contains("\r\033[K[1/1] sample.passes");
    }

    @Test
    void noTerminalGetsNoControlCharacters() {
        assertThat(run().out()).doesNotContain("\r", "\033");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "run --sellect x         | Unknown option",
                "run --backend windows   | Invalid value for option '--backend'",
                "run --profile arc       | no profile 'arc': there are tgl, dg2",
                "run --kernel-model 6.1  | no kernel model '6.1': there are series, stock",
                "run --defect NONE       | the simulator has no defect 'NONE'",
                "run --require MAGIC     | Invalid value for option '--require'",
                "run --select sample.pases | did you mean sample.passes?",
                "list --select nothing*  | no check matches 'nothing*'",
                "rules XYZ-001           | no rule or area 'XYZ-001'",
                "headers /nowhere        | there is no /nowhere",
                "headers /dev/null       | /dev/null: no header: it has no include guard",
                "frobnicate              | frobnicate",
                "run --backend linux --device /dev/null | /dev/null is no DRM node",
                "run --backend linux --device /nowhere  | there is no /nowhere"
            })
    void badInputIsOneLineWithoutAStackTrace(String command, String message) {
        Ended ended = execute(command.strip().split(" "));

        assertThat(ended.code()).isEqualTo(79);
        assertThat(ended.err()).startsWith("xe-cts: ").contains(message).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void debugShowsWhere() {
        assertThat(execute("rules", "XYZ-001", "--debug").err()).contains("\tat xe.run.");
    }

    @Test
    void outputFolderThatIsAFileIsRefusedBeforeTheRun() throws IOException {
        Path file = Files.writeString(out.resolve("file"), "");

        Ended ended = execute("run", "--no-report", "--out", file.toString());
        assertThat(ended.code()).isEqualTo(79);
        assertThat(ended.err())
                .isEqualTo("xe-cts: can't write to the output folder %s: %s is a file; choose another one with --out%n"
                        .formatted(file, file));
    }

    @Test
    void rulesWithoutCheckOrReasonArePrintedOnRequest() {
        assertThat(execute("rules").out())
                .contains("problems; --missing prints them")
                .doesNotContain("VMC-001");
        assertThat(execute("rules", "--missing").out()).contains("VMC-001").doesNotContain("--missing prints them");
    }

    private List<String> begun(String seed) throws IOException {
        assertThat(run("--seed", seed, "--exclude", "sample.vanished").code()).isEqualTo(1);
        return Files.readAllLines(out.resolve(Journal.FILE)).stream()
                .filter(line -> line.startsWith("{\"begin\""))
                .map(line -> line.replaceFirst("\"start.*", ""))
                .toList();
    }

    @Test
    void aSeedMakesAnOrderOfItsOwn() throws IOException {
        List<String> first = begun("1");

        assertThat(begun("1")).isEqualTo(first);
        assertThat(List.of(begun("2"), begun("3"), begun("4"))).anyMatch(other -> !other.equals(first));
    }

    @Test
    void theSeedOfARandomOrderIsTold() throws IOException {
        String said = run("--shuffle", "--select", "sample.passes").out();

        assertThat(said).containsPattern("in random order; --seed=\\d+ repeats it");
        assertThat(Files.readString(out.resolve(Journal.FILE))).containsPattern("--shuffle .*--seed=\\d+\"");
    }

    @Test
    void systemCallsOfAPassedCheckAreKeptOnRequest() throws IOException {
        run("--select", "sample.opens");
        assertThat(Files.readString(out.resolve(Journal.FILE))).doesNotContain("system calls");

        run("--select", "sample.opens", "--traces");
        assertThat(Files.readString(out.resolve(Journal.FILE))).contains("\"system calls\":\"open(");
    }

    @Test
    void traceOfACheckIsPrintedFromItsWorker() {
        Ended ended = execute("trace", "sample.opens");

        assertThat(ended.out())
                .contains("open(\"/dev/dri/renderD128\", O_RDWR|O_CLOEXEC) = ")
                .endsWith("+++ passed +++\n");
        assertThat(ended.code()).isZero();
        assertThat(execute("trace", "sample.fails").code()).isEqualTo(1);
        assertThat(execute("trace", "sample.*").err()).contains("trace takes one");
    }

    @Test
    void whatIsRequiredAndMissingEndsTheRunBeforeItBegins() {
        assertThat(run("--require", "VM_RESTART", "--select", "sample.passes").code())
                .isZero();
        assertThat(run("--require", "VM_RESTART", "--kernel-model", "stock"))
                .matches(ended -> ended.code() == 1
                        && ended.err().startsWith("xe-cts: required, but missing: VM_RESTART (")
                        && ended.out().isEmpty());
    }

    @Test
    void everyCommandHasHelpAndVersion() {
        for (String command : List.of("run", "list", "rules", "headers", "doctor", "completion")) {
            assertThat(execute(command, "--help").out()).as(command).startsWith("Usage: xe-cts " + command);
            assertThat(execute(command, "--version").out()).as(command).startsWith("xe-cts ");
        }
    }

    @Test
    void completionKnowsTheOptions() {
        assertThat(execute("completion").out()).contains("--select", "--backend", "complete");
    }

    @Test
    void everythingRunsAsOftenAsAsked() {
        assertThat(run("--select", "sample.fails", "--repeat", "3").out()).contains("in 3 of 3 rounds");
        assertThat(run("--select", "sample.fails", "--until-fail").out()).contains("in 1 of 1 rounds");
        assertThat(run("--select", "sample.fails", "--retries", "1").out()).contains("at each of 2 tries");
    }
}
