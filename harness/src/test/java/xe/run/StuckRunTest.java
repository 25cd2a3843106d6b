// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.RecordedRun;
import xe.run.CommandLineTest.Ended;

/** A whole run, as a process, whose worker can't be killed. */
class StuckRunTest {
    private static final String WHAT_TO_DO =
            " does not die: it is stuck in the kernel; restart the machine, 'xe-cts resume' does the rest";

    @TempDir
    private Path folder;

    @Test
    void endsWith112KeepsWhatItHasAndIsResumed() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Program program = new Program(folder, StuckChecks.class, "passes", "isStuck", "neverRuns");
        Ended ended = program.run("run", "--no-report", "--jobs", "1", "--timeout", "2", "--out", out.toString());
        assumeFalse(ended.out().contains("NO_PTRACE"), "no process may trace another one here");

        assertThat(ended.code()).isEqualTo(112);
        assertThat(ended.out()).contains("ABORTED stuck.isstuck", "NOT-RUN: process");
        assertThat(ended.out().replaceAll("\\s+", " ")).contains(WHAT_TO_DO);
        assertThat(recorded(out)).containsExactly("stuck.passes PASSED", "stuck.isstuck ABORTED");
        for (String place : List.of("results.txt", "results.ktap", "junit.xml", "igt/results.json", "kcidb.json")) {
            assertThat(out.resolve(place))
                    .content()
                    .contains("passes", "isstuck", "neverruns")
                    .contains("does not die: it is stuck in the kernel");
        }
        assertThat(out.resolve("lava/result.txt")).content().contains("isstuck", "neverruns");
        try (Stream<Path> results = Files.list(out.resolve("allure-results"))) {
            assertThat(results.filter(path -> path.toString().endsWith("-result.json")))
                    .hasSize(3);
        }

        assertThat(program.run("resume", out.toString()).out()).contains("stuck                       1 passed");
        assertThat(recorded(out))
                .containsExactly("stuck.passes PASSED", "stuck.isstuck ABORTED", "stuck.neverruns PASSED");
    }

    private static List<String> recorded(Path out) throws IOException {
        return RecordedRun.read(out, id -> Checks.row(id, id)).outcomes().stream()
                .map(outcome -> outcome.check().id() + " " + outcome.verdict())
                .toList();
    }
}
