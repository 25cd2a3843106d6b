// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import xe.report.Check;
import xe.run.CommandLineTest.Ended;

/** {@code xe-cts} as a process of its own, with an index of its own. */
final class Program {
    /** That of the tests. */
    static final String CLASS_PATH = System.getProperty("java.class.path");

    private static final long DEADLINE_S = 120;

    private final Path folder;
    private final Path classes;

    /**
     * @param folder for its index and what it prints; a report generator is looked for there too
     * @param methods of {@code type}, with the types of their parameters if there are any: each is the check {@code type.method}
     */
    Program(Path folder, Class<?> type, String... methods) {
        this.folder = folder;
        this.classes = folder.resolve("classes");
        CheckIndex.save(
                classes, Stream.of(methods).map(method -> check(type, method)).toList());
    }

    private static Check check(Class<?> type, String method) {
        String area = type.getSimpleName().replace("Checks", "").toLowerCase(Locale.ROOT);
        String name = method.replaceFirst("\\(.*", "");
        String signature = method.contains("(") ? method : method + "()";
        return new Check(
                area + "." + name.toLowerCase(Locale.ROOT),
                "[engine:junit-jupiter]/[class:%s]/[method:%s]".formatted(type.getName(), signature),
                List.of(),
                type.getName(),
                name,
                signature,
                List.of(),
                List.of());
    }

    /** The words that start a class. */
    static List<String> java(String classPath, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main.getName()));
        Collections.addAll(words, arguments);
        return words;
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        return end(List.of(), arguments);
    }

    /** @param shell has {@code "$@"} for the program */
    Ended runIn(String shell, String... arguments) throws IOException, InterruptedException {
        return end(List.of("bash", "-ec", shell, "bash"), arguments);
    }

    /** Like {@link #runIn}, as root of namespaces of its own, in which it may mount what it likes. */
    Ended runMounting(String shell, String... arguments) throws IOException, InterruptedException {
        return end(List.of("unshare", "-rm", "bash", "-ec", shell, "bash"), arguments);
    }

    /** Whether {@link #runMounting} works here. */
    static boolean mayMount() throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private Ended end(List<String> before, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(before);
        words.addAll(java(classes + ":" + CLASS_PATH, Main.class, arguments));
        words.addAll(words.indexOf("-cp"), List.of("-Dxe.home=" + folder));
        Path out = folder.resolve("stdout.txt");
        Path err = folder.resolve("stderr.txt");
        Process process = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
