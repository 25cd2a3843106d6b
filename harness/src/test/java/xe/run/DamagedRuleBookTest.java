// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own, with a damaged file before the rule book on its class path. */
class DamagedRuleBookTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rules", "run"})
    void isToldInOneLine(String command) throws IOException, InterruptedException {
        Path file = folder.resolve("fixtures/rules/VMR.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "id,condition,expected,source,needs,evidence,reason\nVMR-1,a,b,c,P,X,\n");

        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        "xe.run.Main",
                        command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said)
                .isEqualTo(
                        "xe-cts: the rule book can't be used: fixtures/rules/VMR.csv line 2: id 'VMR-1' is not VMR- and"
                                + " two or three digits\n");
        assertThat(program.waitFor()).isEqualTo(ExitCode.BROKEN.code());
    }
}
