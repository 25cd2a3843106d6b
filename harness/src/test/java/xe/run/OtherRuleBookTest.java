// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own, with another file before the rule book on its class path. */
class OtherRuleBookTest {
    @TempDir
    private Path folder;

    private String run(int code, String rule, String... arguments) throws IOException, InterruptedException {
        Path file = folder.resolve("fixtures/rules/VMR.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "id,condition,expected,source,needs,evidence,reason\n" + rule + "\n");
        Process program = new ProcessBuilder(Program.java(folder + ":" + Program.CLASS_PATH, Main.class, arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isEqualTo(code);
        return said;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rules", "run"})
    void damageIsToldInOneLine(String command) throws IOException, InterruptedException {
        assertThat(run(ExitCode.BROKEN.code(), "VMR-1,a,b,c,P,X,", command))
                .isEqualTo(
                        "xe-cts: the rule book can't be used: fixtures/rules/VMR.csv line 2: id 'VMR-1' is not VMR- and"
                                + " two or three digits\n");
    }

    @Test
    void contradictionsNeedTheRulesThatTheyName() throws IOException, InterruptedException {
        assertThat(run(ExitCode.BROKEN.code(), "VMR-999,a,b,c,P,X,", "rules", "--contradictions"))
                .matches(
                        "xe-cts: the rule book can't be used: fixtures/contradictions.csv line \\d+: no rule 'VMR-013' in"
                                + " the book\n");
    }

    @Test
    void openRulesArePrintedOnRequest() throws IOException, InterruptedException {
        String rule = "VMR-999,the moon is full,0,nobody,P,X,open: nobody has looked";

        assertThat(run(ExitCode.FAILED.code(), rule, "rules"))
                .contains("1 rules are open: no check shows them yet; --open prints them\n")
                .doesNotContain("VMR-999");
        assertThat(run(ExitCode.FAILED.code(), rule, "rules", "--open")).contains("VMR-999  the moon is full");
    }
}
