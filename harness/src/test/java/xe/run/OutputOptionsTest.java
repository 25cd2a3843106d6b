// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.report.output.LavaSignals;
import xe.run.CommandLineTest.Ended;

class OutputOptionsTest {
    private static final List<String> PLACES =
            List.of("results.txt", "results.ktap", "junit.xml", "igt/results.json", "kcidb.json", "lava/result.txt");

    @TempDir
    private Path out;

    private Ended run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--no-report", "--out", out.toString()));
        arguments.addAll(List.of(options));
        return CommandLineTest.execute(arguments.toArray(String[]::new));
    }

    @Test
    void ktapHasStandardOutputToItself() {
        Ended ended = run("--ktap");

        assertThat(ended.out())
                .startsWith("KTAP version 1\n1..1\n# xe-cts ")
                .contains(
                        "\n  KTAP version 1\n  1..8\n",
                        "expected EINVAL (22), got EALREADY (114)",
                        " # ERROR java.lang.IllegalStateException: no memory left\n",
                        " # SKIP COMPUTE_JOB: no engine\n",
                        "\nnot ok 1 sim.sample\n")
                .containsPattern("\n  ok [1-8] passes\n")
                .containsPattern("\n  not ok [1-8] fails\n")
                .endsWith("# Totals: pass:3 fail:2 xfail:0 xpass:0 skip:1 error:2\n");
        assertThat(ended.err()).contains("8 checks in ").contains("FAILED sample.fails");
    }

    @Test
    void ktapNestsInCommentsToo() {
        assertThat(run("--ktap", "--ktap-nesting", "comment", "--select", "sample.passes")
                        .out())
                .startsWith("TAP version 13\n1..1\n")
                .contains("# TAP version 13\n# 1..1\n# ok 1 passes\nok 1 sim.sample\n");
    }

    @Test
    void lavaIsToldOnStandardOutput() {
        assertThat(run("--lava", "stdout", "--select", "sample.passes").out())
                .contains("""
                        <LAVA_SIGNAL_TESTSET START sim.sample>
                        <LAVA_SIGNAL_TESTCASE TEST_CASE_ID=sim.sample.passes RESULT=pass>
                        """, "<LAVA_SIGNAL_TESTSET STOP>\n");
    }

    @Test
    void lavaIsToldByItsOwnProgramsWhereTheyAre() throws IOException {
        Path calls = out.resolve("calls");
        for (String program : List.of("lava-test-set", "lava-test-case")) {
            Files.writeString(out.resolve(program), "#!/bin/sh\necho ${0##*/} \"$@\" >>" + calls + "\n");
            Files.setPosixFilePermissions(out.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        LavaSignals.Channel programs = LavaPrograms.in("/nowhere::" + out).orElseThrow();

        programs.startSet("sim.sample");
        programs.testCase("sim.sample.passes", "pass");
        programs.stopSet();

        assertThat(Files.readString(calls)).isEqualTo("""
                lava-test-set start sim.sample
                lava-test-case sim.sample.passes --result pass
                lava-test-set stop
                """);
    }

    @Test
    void lavaIsToldInTheKernelLog() throws IOException {
        Path log = Files.writeString(out.resolve("kmsg"), "");

        OutputOptions.kernelLog(log).accept("<LAVA_SIGNAL_TESTSET STOP>");

        assertThat(Files.readString(log)).isEqualTo("<0><LAVA_SIGNAL_TESTSET STOP>\n");
        assertThatThrownBy(() -> OutputOptions.kernelLog(out.resolve("nowhere")))
                .isInstanceOf(RunProblem.class);
    }

    @ParameterizedTest(name = "{0} {1} ends with {2}")
    @CsvSource({
        "--exit-style=kselftest, sample.passes, 0",
        "--exit-style=kselftest, sample.fails, 1",
        "--exit-style=kselftest, sample.breaks, 1",
        "--exit-style=kselftest, sample.skips, 4",
        "--bisect, sample.passes, 0",
        "--bisect, sample.fails, 1",
        "--bisect, sample.breaks, 125",
        "--bisect, sample.skips, 125",
        "--bisect, sample.nothing, 125",
        "--exit-style=xe, sample.skips, 77"
    })
    void exitCodeIsOfTheCallersStyle(String style, String check, int code) {
        assertThat(run(style, "--select", check).code()).isEqualTo(code);
    }

    @Test
    void kcidbOptionsAreLookedAtBeforeTheRun() {
        assertThat(run("--kcidb-origin", "My Lab").err()).contains("--kcidb-origin 'My Lab'");
        assertThat(run("--kcidb-build-id", "1234").err()).contains("must be origin:id");
        assertThat(run("--kcidb-origin", "lab", "--kcidb-build-id", "maestro:1", "--select", "sample.passes")
                        .code())
                .isZero();
    }

    /** What is written to /dev/full finds no space left. */
    @ParameterizedTest
    @ValueSource(strings = {"results.txt", "results.ktap", "junit.xml", "kcidb.json", "lava/result.txt"})
    void outputThatFindsNoSpaceIsSaidAndCostsNoOther(String full) throws IOException {
        Files.createDirectories(out.resolve(full).getParent());
        Files.createSymbolicLink(out.resolve(full), Path.of("/dev/full"));

        Ended ended = run("--in-process", "--select", "sample.passes");
        Files.delete(out.resolve(full));

        assertThat(ended.code()).isEqualTo(ExitCode.BROKEN.code());
        assertThat(ended.out()).contains("not written: " + out.resolve(full));
        assertThat(PLACES).filteredOn(place -> !place.equals(full)).allMatch(place -> Files.exists(out.resolve(place)));
    }

    @Test
    void everyRunLeavesEveryOutputAndReportWritesThemAgain() throws IOException {
        assertThat(run("--journal-only", "--select", "sample.passes").code()).isZero();
        assertThat(PLACES).noneMatch(place -> Files.exists(out.resolve(place)));

        assertThat(CommandLineTest.execute("report", "--no-html", out.toString())
                        .code())
                .isZero();
        assertThat(PLACES).allMatch(place -> Files.exists(out.resolve(place)));
        String ktap = Files.readString(out.resolve("results.ktap"));
        assertThat(run("--select", "sample.passes").code()).isZero();
        assertThat(Files.readString(out.resolve("results.ktap")).lines().skip(4))
                .isEqualTo(ktap.lines().skip(4).toList());
    }

    @Test
    void commandThatRepeatsACheckFitsItsLines() {
        String id = "filtered-events.entries-of-one-type-are-alternatives.wrong-wrong-wrong-wrong-wrong-right-passes";
        Again again = new Again("./xe-cts run --profile pvc --select ", List.of(id, "filtered-events.entries"));

        assertThat(again.lines("sample.fails"))
                .containsExactly("  again: ./xe-cts run --profile pvc --select sample.fails");
        assertThat(again.lines("filtered-events.entries-of-one-type-are-alternatives"))
                .containsExactly(
                        "  again: ./xe-cts run --profile pvc \\",
                        "      --select filtered-events.entries-of-one-type-are-alternatives");
        assertThat(again.lines(id))
                .containsExactly(
                        "  again: ./xe-cts run --profile pvc \\",
                        "      --select 'filtered-events.entries-of-o*ong-wrong-wrong-right-passes'");
    }
}
