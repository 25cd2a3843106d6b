// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code xe-cts list}, and what the options that select checks take. */
class ListCommandTest {
    @TempDir
    private Path folder;

    @Test
    void listPrintsTheNamesAlone() {
        assertThat(CommandLineTest.execute("list", "--select", "sample.rows.*").out())
                .isEqualTo("sample.rows.1-watches\nsample.rows.2-watches\n");
    }

    @Test
    void excludedIsLeftOut() {
        assertThat(CommandLineTest.execute(
                                "list", "--select", "sample.*s", "--exclude", "sample.skips", "-x", "*.rows.*")
                        .out())
                .isEqualTo("sample.passes\nsample.fails\nsample.breaks\nsample.opens\n");
    }

    @Test
    void longListHasRulesAndPlace() {
        assertThat(CommandLineTest.execute("list", "--long", "--select", "sample.rows.1*")
                        .out())
                .isEqualTo("sample.rows.1-watches\tWQ-001\t-\tSampleChecks.rows\t1 watches\n");
    }

    @Test
    void theSmokeListIsOfChecksByName() {
        assertThat(CommandLineTest.execute("list", "--smoke"))
                .matches(ended -> ended.code() == 79 && ended.err().contains("no check matches 'drm-version."));
    }

    @Test
    void aListFileSelectsWhatItNames() throws IOException {
        Path list = folder.resolve("list.txt");
        Files.writeString(list, "# two of them\nsample.passes\n\nsample.rows.*  # all rows\n");

        assertThat(CommandLineTest.execute("list", "--list-file", list.toString())
                        .out()
                        .lines())
                .contains("sample.passes")
                .allMatch(name -> name.equals("sample.passes") || name.startsWith("sample.rows."));
    }

    @Test
    void aListFileThatIsNotThereOrEmptyIsNamed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "# nothing\n");

        assertThat(CommandLineTest.execute(
                        "list", "--list-file", folder.resolve("none.txt").toString()))
                .matches(ended -> ended.code() == 79 && ended.err().contains("none.txt can't be read"));
        assertThat(CommandLineTest.execute("list", "--list-file", empty.toString()))
                .matches(ended -> ended.code() == 79 && ended.err().contains("empty.txt names no check"));
    }

    @ParameterizedTest
    @CsvSource({"0/3", "4/3", "1", "a/b", "1/0"})
    void whatIsNoShardIsRefused(String shard) {
        assertThat(CommandLineTest.execute("list", "--shard", shard))
                .matches(ended -> ended.code() == 79 && ended.err().contains("is no part such as 2/5"));
    }
}
