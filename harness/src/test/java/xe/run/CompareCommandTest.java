// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.Journal;
import xe.report.output.Documents;
import xe.run.CommandLineTest.Ended;

/** A run of all sample checks against runs of a part of them, and against itself with other verdicts. */
class CompareCommandTest {
    @TempDir
    private Path folder;

    private Path base;
    private Path other;

    @BeforeEach
    void run() throws IOException {
        base = folder.resolve("base");
        other = folder.resolve("other");
        CommandLineTest.execute("run", "--journal-only", "--out", base.toString());
        Files.createDirectory(other);
        List<String> lines = Files.readAllLines(base.resolve(Journal.FILE));
        Files.write(
                other.resolve(Journal.FILE),
                lines.stream()
                        .filter(line -> !line.contains("\"sample.vanished\""))
                        .map(line -> line.contains("\"sample.passes\"") ? swapped(line, "passed", "failed") : line)
                        .map(line -> line.contains("\"sample.fails\"") ? swapped(line, "failed", "passed") : line)
                        .toList());
    }

    private static String swapped(String line, String from, String to) {
        return line.replace("\"status\":\"" + from + "\"", "\"status\":\"" + to + "\"");
    }

    @Test
    void textNamesEachKindOfChange() {
        Ended ended = CommandLineTest.execute("compare", base.toString(), other.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("new failures: 1\n  sample.passes\n", "fixed: 1\n  sample.fails\n")
                .contains("in the base alone: 1\n  sample.vanished\n")
                .contains("1 new failures, 0 wrong in another way, 1 fixed;");
    }

    @Test
    void jsonHasTheSame() {
        Ended ended = CommandLineTest.execute("compare", "--json", base.toString(), other.toString());
        Map<String, Object> json = Documents.map(ended.out());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(json.get("counts")).asString().contains("new_failure=1", "fixed=1", "vanished=1", "added=0");
        assertThat(json.get("new_failure")).asString().contains("check=sample.passes", "verdict=failed");
        assertThat(json.get("vanished")).asString().contains("check=sample.vanished");
        assertThat(json.get("base")).asString().contains("not hardware");
    }

    @Test
    void aRunIsNoWorseThanItself() {
        assertThat(CommandLineTest.execute("compare", base.toString(), base.toString())
                        .code())
                .isZero();
        assertThat(CommandLineTest.execute("compare", base.toString(), folder.toString())
                        .code())
                .isEqualTo(79);
    }

    @Test
    void traceRunsOneCheckAndSaysHowItEnded() {
        Ended ended = CommandLineTest.execute("trace", "sample.fails");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).endsWith("rule VMR-001: pad != 0: EINVAL +++\n").contains("+++ failed: VM_RESTART");
        assertThat(CommandLineTest.execute("trace", "sample.*").err()).contains("trace takes one");
    }
}
