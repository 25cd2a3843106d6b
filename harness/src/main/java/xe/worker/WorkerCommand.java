// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to start a worker: this JVM again, with what makes a start short.
 *
 * @param folder for what a JVM that crashed has to say, {@code hs_err_PID.log}
 * @param headStart has the first process
 */
public record WorkerCommand(Path folder, HeadStart headStart) {
    /** The first argument of the program that makes it a worker. */
    public static final String ARGUMENT = "--worker";

    public WorkerCommand(Path folder) {
        this(folder, HeadStart.none());
    }

    Process start() throws IOException {
        Optional<Process> early = headStart.take();
        return early.isPresent() ? early.get() : startProcess();
    }

    /** Whether its JVM makes the cache that other runs' workers start with. */
    static boolean records() {
        return Boolean.getBoolean("xe.worker.record");
    }

    static Process startProcess() throws IOException {
        return new ProcessBuilder(words()).start();
    }

    private static List<String> words() {
        String classPath = System.getProperty("java.class.path");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", // looks at the clock for every class, which in a guest is a system call
                "-Djdk.reflect.useNativeAccessorOnly=true", // a check calls a method once, for which code is not worth
                // it
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + crashLog("%p")));
        String cache = System.getProperty("xe.worker.cache", "");
        if (!cache.isEmpty()) {
            words.add((records() ? "-XX:AOTCacheOutput=" : "-XX:AOTCache=") + cache);
        }
        if (classPath.endsWith(".jar") && Files.isRegularFile(Path.of(classPath))) {
            words.addAll(List.of("-jar", classPath, ARGUMENT)); // the cache is good for this way to start alone
        } else {
            words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, Worker.class.getName()));
        }
        return words;
    }

    /** Where it crashes is known before where the run's folder is. */
    private static Path crashLog(String pid) {
        return Path.of(System.getProperty("java.io.tmpdir"), "hs_err_" + pid + ".log");
    }

    /** What the JVM of a crashed process wrote, now in the folder; empty if it wrote nothing. */
    String errorFile(long pid) {
        Path log = crashLog(Long.toString(pid));
        if (!Files.exists(log)) {
            return "";
        }
        try {
            Files.createDirectories(folder);
            return Files.readString(
                    Files.move(log, folder.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException e) {
            return "";
        }
    }
}
