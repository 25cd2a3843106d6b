// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of expected failures: looked over, applied to a run, brought up to it. */
class ExpectationsCommandTest {
    @TempDir
    private Path out;

    @Test
    void expectationsAreLookedOver() throws IOException {
        Path file = Files.writeString(
                out.resolve("fails.txt"), "sample.fails,Fail bug=https://bugs/1 until=2999-01-01 -- known\n");
        assertThat(CommandLineTest.execute("expectations", file.toString()).code())
                .isZero();

        Files.writeString(file, "sample.fails,Fail\n");
        assertThat(CommandLineTest.execute("expectations", file.toString()))
                .matches(ended -> ended.code() == 1 && ended.out().contains("fails.txt:1: sample.fails: no bug"));

        Files.writeString(file, "sample.fails Fail\n");
        assertThat(CommandLineTest.execute("expectations", file.toString()))
                .matches(ended -> ended.code() == 79 && ended.err().contains("no PATTERN,Result"));
    }

    @Test
    void anExpectedFailureDoesNotCountAndAnExpectedPassDoes() throws IOException {
        Path file = out.resolve("fails.txt");
        Files.writeString(file, "sample.fails,Fail backend=sim bug=https://bugs/1 -- known\n");
        assertThat(CommandLineTest.run(out, "--select", "sample.fails", "--expect", file.toString()))
                .matches(ended -> ended.code() == 0 && ended.out().contains("expected-failure     1"));

        Files.writeString(file, "sample.passes,Fail backend=sim bug=https://bugs/1 -- known\n");
        assertThat(CommandLineTest.run(out, "--select", "sample.passes", "--expect", file.toString()))
                .matches(ended -> ended.code() == 1 && ended.out().contains("remove the line"));

        Files.writeString(file, "sample.fails,Skip bug=https://bugs/1 -- known\n");
        assertThat(CommandLineTest.run(out, "--select", "sample.fails", "--expect", file.toString()))
                .matches(ended -> ended.code() == 77 && ended.out().contains("EXPECTED: https://bugs/1, known"));
    }

    @Test
    void theFileOfExpectationsIsBroughtUpToTheRun() throws IOException {
        Path file = out.resolve("fails.txt");
        Files.writeString(file, "sample.passes,Fail bug=https://bugs/1 -- known\n");

        CommandLineTest.run(out, "--select", "sample.*s", "--expect", file.toString(), "--update-expectations");

        assertThat(Files.readString(file))
                .startsWith("sample.fails,Fail backend=sim profile=bmg bug=? until=")
                .doesNotContain("sample.passes");
        assertThat(CommandLineTest.execute("run", "--update-expectations").code())
                .isEqualTo(79);
    }
}
