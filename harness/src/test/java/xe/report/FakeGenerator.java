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
                import java.util.Optional;

                public class CommandLine {
                    private Path folder;

                    public CommandLine(Path home) {}

                    public Optional<Code> parse(String... arguments) {
                        folder = Path.of(List.of(arguments).getLast());
                        return Optional.empty();
                    }

                    public Code run() throws Exception {
                        Files.write(Files.createDirectories(folder).resolve("index.html"), %s);
                        return new Code(0);
                    }

                    public record Code(int getCode) {}
                }
                """.formatted(page));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
    }
}
