// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import xe.report.Attachment;

/** What a process that hangs is stuck in, as far as this user may know. */
final class HangReport {
    private static final Duration JCMD_DEADLINE = Duration.ofSeconds(5);

    private HangReport() {}

    static List<Attachment> of(long pid) {
        return List.of(
                new Attachment("Java stacks", javaStacks(pid)), new Attachment("kernel stacks", kernelStacks(pid)));
    }

    /** The JVM tells them itself, if it still can. */
    private static String javaStacks(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return "this Java runtime has no jcmd";
        }
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> {
                try {
                    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    return "the answer of jcmd can't be read: " + e.getMessage();
                }
            });
            try {
                return text.get(JCMD_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                process.destroyForcibly();
                Files.deleteIfExists(Path.of("/proc/%d/cwd/.attach_pid%d".formatted(pid, pid))); // jcmd's request
                return "the JVM did not answer jcmd within %d s".formatted(JCMD_DEADLINE.toSeconds());
            } catch (ExecutionException e) {
                return "jcmd failed: " + e.getCause();
            }
        } catch (IOException e) {
            return "jcmd does not start: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Of each thread its state, the system call that it is in, and the kernel's stack, which only root may read. */
    private static String kernelStacks(long pid) {
        List<String> text = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.sorted().toList()) {
                text.add("thread %s (%s), state %s, system call %s, waits in %s"
                        .formatted(
                                thread.getFileName(),
                                read(thread, "comm"),
                                read(thread, "stat").replaceFirst("^.*\\) (.).*$", "$1"),
                                read(thread, "syscall"),
                                read(thread, "wchan")));
                read(thread, "stack").lines().forEach(frame -> text.add("    " + frame));
            }
        } catch (IOException e) {
            text.add("the threads can't be listed: " + e.getMessage());
        }
        return String.join("\n", text);
    }

    private static String read(Path thread, String file) {
        try {
            return Files.readString(thread.resolve(file)).strip();
        } catch (IOException e) {
            return "not readable";
        }
    }
}
