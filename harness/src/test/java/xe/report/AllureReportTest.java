// SPDX-License-Identifier: MIT
package xe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllureReportTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "<title>Allure Report</title>, <title>simulator &amp; \u00fc</title>",
        "<title>Another Report</title>, <title>Another Report</title>"
    })
    void aLargePageKeepsAllButItsTitle(String title, String replaced) throws IOException {
        FakeGenerator.make(folder, "(\"<head>%s\" + \"\u00e9 \".repeat(1 << 20)).getBytes(\"UTF-8\")".formatted(title));

        new AllureReport(folder).render(folder, "simulator & \u00fc");

        assertThat(folder.resolve(AllureReport.FILE)).hasContent("<head>" + replaced + "\u00e9 ".repeat(1 << 20));
        assertThat(folder.resolve(".report")).doesNotExist();
    }

    @Test
    void generatorThatFailsIsQuoted() throws IOException {
        FakeGenerator.make(folder, "Files.readAllBytes(Path.of(\"/not/there\"))");

        assertThatIOException()
                .isThrownBy(() -> new AllureReport(folder).render(folder, "simulator"))
                .withMessageContaining("the report generator failed: ")
                .withMessageContaining("NoSuchFileException: /not/there");
        assertThat(folder.resolve(".report")).doesNotExist();
    }

    @Test
    void generatorThatIsNotThereIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> new AllureReport(folder).render(folder, "simulator"))
                .withMessageContaining("the report generator failed: ")
                .withMessageContaining("io.qameta.allure.CommandLine");
    }

    @Test
    void folderMayHaveALineBreakInItsName() throws IOException {
        FakeGenerator.make(folder, "new byte[] {'x'}");
        Path out = Files.createDirectory(folder.resolve("two\nlines"));

        new AllureReport(folder).render(out, "simulator");

        assertThat(out.resolve(AllureReport.FILE)).hasContent("x");
    }
}
