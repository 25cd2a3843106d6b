// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start a worker: this JVM again, with what makes a start short.
 *
 * @param folder where a JVM that crashes leaves its {@code hs_err_PID.log}
 */
public record WorkerCommand(Path folder) {
    /** The first argument of the program that makes it a worker. */
    public static final String ARGUMENT = "--worker";

    Process start() throws IOException {
        Files.createDirectories(folder);
        return new ProcessBuilder(words()).start();
    }

    private List<String> words() {
        String classPath = System.getProperty("java.class.path");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", // looks at the clock for every class, which in a guest is a system call
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.toAbsolutePath().resolve("hs_err_%p.log")));
        String cache = System.getProperty("xe.cache", "");
        if (!cache.isEmpty()) {
            words.add("-XX:AOTCache=" + cache);
        }
        if (classPath.endsWith(".jar") && Files.isRegularFile(Path.of(classPath))) {
            words.addAll(List.of("-jar", classPath, ARGUMENT)); // the cache is good for this way to start alone
        } else {
            words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, Worker.class.getName()));
        }
        return words;
    }

    /** What the JVM of a crashed process wrote; empty if it wrote nothing. */
    String errorFile(long pid) {
        Path file = folder.resolve("hs_err_" + pid + ".log");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
