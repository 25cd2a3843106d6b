// SPDX-License-Identifier: MIT
package xe.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program of the generator's JVM, with Allure's classes on its class path: it makes a report of one result, which is what its
 * start takes, while the real results are written; then it waits for the arguments of the report that is wanted, one a line and
 * an empty one at the end, on standard input. If they never come, it just ends.
 */
final class AllureMain {
    private AllureMain() {}

    /** @param arguments the folder of Allure */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        Path home = Path.of(arguments[0]);
        warmUp(home);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> words = orders.lines().takeWhile(line -> !line.isEmpty()).toList();
        Runtime.getRuntime().halt(words.isEmpty() ? 0 : run(home, words));
    }

    private static void warmUp(Path home) throws IOException {
        Path folder = Files.createTempDirectory("xe-cts-");
        try {
            Path results = Files.createDirectories(folder.resolve(AllureResults.FOLDER));
            Files.writeString(results.resolve("a-result.json"), """
                    {"uuid":"a","historyId":"a","fullName":"a","name":"a","status":"passed","start":0,"stop":1,
                    "labels":[{"name":"feature","value":"a"}],"parameters":[{"name":"a","value":"a"}]}
                    """);
            run(home, words(results, folder.resolve("report"), "a"));
        } catch (ReflectiveOperationException e) {
            // then the real one tells
        } finally {
            Folders.delete(folder);
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
