// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.Attachment;

class HangReportTest {
    @TempDir
    private Path folder;

    @Test
    void aJvmThatDoesNotAnswerIsToldSoAndNothingIsLeftBehind() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName())
                .directory(folder.toFile())
                .start();
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(jvm.pid()))
                    .start()
                    .waitFor();

            assertThat(HangReport.of(jvm.pid()))
                    .extracting(Attachment::text)
                    .anyMatch(text -> text.equals("the JVM did not answer jcmd within 5 s"))
                    .anyMatch(text -> text.contains("state T"));
            assertThat(folder).isEmptyDirectory();
        } finally {
            jvm.destroyForcibly().waitFor();
        }
    }
}
