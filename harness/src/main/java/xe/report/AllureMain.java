// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program of the generator's JVM, with Allure's classes on its class path: it makes a report of one result, which is what its
 * start takes, while the real results are written; then it takes the arguments of the report that is wanted from standard input,
 * a NUL after each. If none come, it just ends.
 */
final class AllureMain {
    static final char END = '\0';

    private AllureMain() {}

    /** @param arguments the folder of Allure */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Path home = Path.of(arguments[0]);
        warmUp(home);
        String words = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Runtime.getRuntime().halt(words.isEmpty() ? 0 : run(home, List.of(words.split(String.valueOf(END)))));
    }

    private static void warmUp(Path home) {
        try {
            Path folder = Files.createTempDirectory("xe-cts-");
            try {
                Path results = Files.createDirectories(folder.resolve(AllureResults.FOLDER));
                Files.writeString(results.resolve("a-result.json"), """
                        {"uuid":"a","historyId":"a","fullName":"a","name":"a","status":"passed","start":0,"stop":1,
                        "labels":[{"name":"feature","value":"a"}],"parameters":[{"name":"a","value":"a"}]}
                        """);
                run(home, words(results, folder.resolve("report"), "a"));
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException | ReflectiveOperationException e) {
            // the real report may have a better place, and tells if not
        }
    }

    /** The arguments that make a report. */
    static List<String> words(Path results, Path folder, String title) {
        return List.of(
                "generate",
                results.toString(),
                "--clean",
                "--single-file",
                "--report-name",
                title,
                "--output",
                folder.toString());
    }

    /** @return the exit code */
    private static int run(Path home, List<String> words) throws ReflectiveOperationException {
        Class<?> type = Class.forName("io.qameta.allure.CommandLine");
        Object program = type.getConstructor(Path.class).newInstance(home);
        Method parse = type.getMethod("parse", String[].class);
        Optional<?> wrong = (Optional<?>) parse.invoke(program, (Object) words.toArray(String[]::new));
        Object code = wrong.isPresent() ? wrong.get() : type.getMethod("run").invoke(program);
        return (int) code.getClass().getMethod("getCode").invoke(code);
    }
}
