// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.report.output.Documents;

/** The files of ci/examples: well formed, and no option in them that the suite has not. */
class ExamplesTest {
    private static final Pattern COMMAND = Pattern.compile("xe-cts\"? (run|doctor|list|compare|report)\\b([^\\n'`]*)");

    private static Path folder() {
        Path here = Path.of("ci", "examples");
        return Files.isDirectory(here) ? here : Path.of("..").resolve(here);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "gitlab.yml, gitlab-ci.schema.json",
        "github.yml, github-workflow.schema.json",
        "lava/xe-cts.yaml, lava-definition.schema.json",
        "lava/job.yaml, lava-job.schema.json"
    })
    void exampleKeepsItsSchema(String file, String schema) throws IOException {
        Documents.assertKeeps(schema, Files.readString(folder().resolve(file)));
    }

    @Test
    void schemasRefuseAWrongKeyword() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Documents.assertKeeps(
                        "lava-job.schema.json",
                        Files.readString(folder().resolve("lava/job.yaml")).replace("definitions:", "definition:"))))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void everyOptionInAnExampleExists() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder())) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            var commands = COMMAND.matcher(Files.readString(file));
            while (commands.find()) {
                String help =
                        CommandLineTest.execute(commands.group(1), "--help").out();
                for (String word : commands.group(2).split(" ")) {
                    if (word.startsWith("--")) {
                        assertThat(help.replace("--[no-]", "--no-"))
                                .as(file + ": " + word)
                                .containsPattern(Pattern.quote(word) + "[^a-z-]");
                    }
                }
            }
        }
    }

    @Test
    void lavaJobRunsTheDefinitionThatIsThere() throws IOException {
        String job = Files.readString(folder().resolve("lava/job.yaml"));
        var path = Pattern.compile("path: ci/examples/(\\S+)").matcher(job);

        assertThat(path.find()).isTrue();
        assertThat(folder().resolve(path.group(1))).exists();
    }
}
