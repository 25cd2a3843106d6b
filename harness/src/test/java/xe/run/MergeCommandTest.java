// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.CheckOutcome;
import xe.report.Journal;
import xe.report.RecordedRun;
import xe.report.Verdict;
import xe.run.CommandLineTest.Ended;

/** A run of all sample checks in two parts. */
class MergeCommandTest {
    /** It is in the index alone, and JUnit refuses to look for it beside others of its class. */
    private static final String LOST = "sample.vanished";

    @TempDir
    private Path folder;

    private Path one;
    private Path two;
    private Path merged;

    @BeforeEach
    void parts() {
        one = part("1/2");
        two = part("2/2");
        merged = folder.resolve("merged");
    }

    private Path part(String shard) {
        Path out = folder.resolve("part-" + shard.charAt(0));
        CommandLineTest.execute("run", "--journal-only", "-x", LOST, "--shard", shard, "--out", out.toString());
        return out;
    }

    private Ended merge(String... options) {
        return CommandLineTest.execute(Stream.concat(
                        Stream.of("merge", merged.toString(), one.toString(), two.toString()), Arrays.stream(options))
                .toArray(String[]::new));
    }

    private static Map<String, Verdict> verdicts(Path out) {
        return Recorded.load(out).outcomes().stream()
                .collect(Collectors.toMap(outcome -> outcome.check().id(), CheckOutcome::verdict));
    }

    private static void edit(Path part, UnaryOperator<String> line) throws IOException {
        Path journal = part.resolve(Journal.FILE);
        Files.write(
                journal,
                Files.readAllLines(journal).stream()
                        .map(line)
                        .filter(edited -> !edited.isEmpty())
                        .toList());
    }

    @Test
    void partsAreWhatARunOfAllIs() {
        Path whole = folder.resolve("whole");
        Ended run = CommandLineTest.execute("run", "--journal-only", "-x", LOST, "--out", whole.toString());

        Ended ended = merge("--journal-only");

        assertThat(ended.code()).isEqualTo(run.code());
        assertThat(verdicts(merged))
                .isEqualTo(verdicts(whole))
                .hasSizeGreaterThan(verdicts(one).size());
        assertThat(withoutTime(ended)).isEqualTo(withoutTime(run));
        RecordedRun recorded = Recorded.load(merged);
        assertThat(recorded.run().arguments()).doesNotContain("shard").startsWith("run --journal-only");
        assertThat(recorded.outcomes().stream().map(outcome -> outcome.check().id()))
                .containsExactlyElementsOf(Recorded.load(whole).outcomes().stream()
                        .map(outcome -> outcome.check().id())
                        .toList());
    }

    private static List<String> withoutTime(Ended ended) {
        return ended.out()
                .lines()
                .filter(line -> !line.startsWith("results: "))
                .map(line -> line.replaceFirst("in (\\d+\\.\\d s|2 parts)", ""))
                .toList();
    }

    @Test
    void everyOutputIsWritten() {
        merge("--no-html");

        assertThat(merged).isDirectoryContaining("glob:**/junit.xml").isDirectoryContaining("glob:**/kcidb.json");
        assertThat(merged.resolve("allure-results")).isNotEmptyDirectory();
        assertThat(merged.resolve("report.html")).doesNotExist();
    }

    @Test
    void whatAPartDidNotComeToDidNotRun() throws IOException {
        edit(two, line -> line.contains("\"status\"") ? "" : line);

        Ended ended = merge("--journal-only");

        assertThat(ended.code()).isEqualTo(ExitCode.INCOMPLETE.code());
        assertThat(ended.out()).contains("not-run", " checks in 2 parts");
    }

    @Test
    void wrongOutcomeOfACheckThatBothRanCounts() throws IOException {
        String shared = verdicts(one).entrySet().stream()
                .filter(check -> check.getValue() == Verdict.PASSED)
                .findFirst()
                .orElseThrow()
                .getKey();
        String line = Files.readAllLines(one.resolve(Journal.FILE)).stream()
                .filter(entry -> entry.contains("\"" + shared + "\"") && entry.contains("\"status\""))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                two.resolve(Journal.FILE),
                Files.readString(two.resolve(Journal.FILE)) + line.replace("\"passed\"", "\"failed\"") + "\n");

        merge("--journal-only");

        assertThat(verdicts(merged)).containsEntry(shared, Verdict.FAILED);
    }

    @Test
    void runsOnTwoKernelsAreNoPartsOfOne() throws IOException {
        edit(two, line -> line.replace("profile bmg", "profile lnl"));

        Ended ended = merge("--journal-only");

        assertThat(ended.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ended.err()).contains("are no parts of one run: they have another kernel");
        assertThat(merged).doesNotExist();
    }

    @Test
    void folderWithoutARunIsNamed() {
        Ended ended = CommandLineTest.execute("merge", merged.toString(), folder.toString());

        assertThat(ended.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ended.err()).contains(folder + " has no outcomes.jsonl");
    }
}
