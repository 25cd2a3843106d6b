// SPDX-License-Identifier: MIT
package xe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** A report generator whose report is always the same. */
public final class FakeGenerator {
    private FakeGenerator() {}

    /**
     * @param folder where the generator is to be
     * @param page the bytes of its report, as an expression in Java
     */
    public static void make(Path folder, String page) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("lib/config"));
        Path source = Files.writeString(folder.resolve("CommandLine.java"), """
                package io.qameta.allure;

                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.util.List;

                class CommandLine {
                    public static void main(String[] arguments) throws Exception {
                        Path folder = Path.of(List.of(arguments).getLast());
                        Files.write(Files.createDirectories(folder).resolve("index.html"), %s);
                    }
                }
                """.formatted(page));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
    }
}
