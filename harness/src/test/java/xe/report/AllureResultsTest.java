// SPDX-License-Identifier: MIT
package xe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.rules.RuleBook;

class AllureResultsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("left-behind-result.json"), "{}");
        new AllureResults(Samples.RUN, RuleBook.load())
                .write(
                        folder,
                        List.of(
                                Samples.outcome("vm-restart.pad", Verdict.FAILED, "expected EINVAL (22), got success"),
                                Samples.outcome("vm-restart.idle", Verdict.PASSED, ""),
                                Samples.outcome("vm-restart.job", Verdict.SKIPPED, "COMPUTE_JOB: no engine")));
    }

    private List<String> results() throws IOException {
        List<String> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith("-result.json"))
                    .toList()) {
                results.add(Files.readString(file));
            }
        }
        return results;
    }

    private List<String> values(String field) throws IOException {
        List<String> values = new ArrayList<>();
        for (String result : results()) {
            Matcher value = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(result);
            assertThat(value.find()).as(field).isTrue();
            values.add(value.group(1));
        }
        return values;
    }

    @Test
    void whatAnEarlierRunLeftIsGone() throws IOException {
        assertThat(results()).hasSize(3);
    }

    @Test
    void anotherRunWritesOverTheSameFiles() throws IOException {
        List<Path> before = Folders.contents(folder);

        write();

        assertThat(Folders.contents(folder)).containsExactlyElementsOf(before);
    }

    @Test
    void noCheckHidesAnother() throws IOException {
        for (String field : List.of("uuid", "historyId", "testCaseId", "fullName")) {
            assertThat(values(field)).as(field).doesNotHaveDuplicates();
        }
    }

    @Test
    void onlyWhatWentWrongHasAttachments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(path -> path.toString().contains("-attachment")))
                    .hasSize(1);
        }
    }

    @Test
    void ruleIsTheStoryOfItsArea() throws IOException {
        assertThat(results())
                .allSatisfy(result -> assertThat(result)
                        .contains("\"value\":\"xe UAPI\"", "\"value\":\"VM_RESTART\"", "\"value\":\"VMR-001 "));
    }

    @Test
    void descriptionIsTheRule() throws IOException {
        assertThat(results())
                .allSatisfy(result -> assertThat(result)
                        .contains("\"descriptionHtml\":\"<p><strong>VMR-001</strong> ", "<br>Source: ")
                        .contains("<p>Run it alone: <code>./xe-cts run --select "));
    }

    @Test
    void failureHasExpectedAndActual() throws IOException {
        assertThat(results())
                .filteredOn(result -> result.contains("\"failed\""))
                .singleElement()
                .asString()
                .contains("\"expected\":\"EINVAL (22)\"", "\"actual\":\"success\"");
    }

    @Test
    void simulatorIsNamedWhereverTheReportStarts() throws IOException {
        assertThat(Files.readString(folder.resolve("environment.properties")))
                .contains("Backend=SIMULATOR, not hardware");
        assertThat(Files.readString(folder.resolve("executor.json")))
                .contains("\"reportName\":\"xe-cts 0.1.0 on SIMULATOR of 7.3-rc7, profile bmg - not hardware\"");
    }
}
