// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import xe.report.Attachment;

/**
 * What is left of the kernel log of a boot that is over: what its kernel put where a reset does not reach it (pstore), and what systemd
 * had written to disk by then.
 *
 * @param root of the file system
 * @param journalctl the program that reads systemd's journal
 */
record PreviousBoot(Path root, String journalctl) {
    private static final String PSTORE = "sys/fs/pstore";
    private static final int LAST_CHARACTERS = 64 * 1024;
    private static final String LAST_LINES = "300";
    private static final long DEADLINE_S = 10;

    static PreviousBoot ofThisMachine() {
        return new PreviousBoot(Path.of("/"), "journalctl");
    }

    /**
     * What this user may read of it; empty if that is nothing.
     *
     * @param boot as {@link xe.report.BootId} tells it
     * @param since no record of pstore that is older
     */
    List<Attachment> log(String boot, Instant since) {
        List<Attachment> found = new ArrayList<>();
        add(found, "kernel log of the previous boot (pstore)", pstore(since));
        add(found, "kernel log of the previous boot (journal)", boot.isEmpty() ? "" : journal(boot));
        return found;
    }

    private static void add(List<Attachment> found, String name, String text) {
        if (!text.isBlank()) {
            found.add(new Attachment(name, text.substring(Math.max(0, text.length() - LAST_CHARACTERS))));
        }
    }

    /** The kernel numbers the parts of a panic from its end. */
    private String pstore(Instant since) {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(root.resolve(PSTORE))) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("dmesg-"))
                    .sorted()
                    .toList()
                    .reversed()) {
                if (Files.getLastModifiedTime(file).compareTo(FileTime.from(since)) >= 0) {
                    text.append(file.getFileName())
                            .append(":\n")
                            .append(Files.readString(file))
                            .append('\n');
                }
            }
        } catch (IOException e) {
            return text.toString(); // it is root's as a rule
        }
        return text.toString();
    }

    private String journal(String boot) {
        try {
            Process process = new ProcessBuilder(
                            journalctl,
                            "--boot=" + boot.replace("-", ""),
                            "--dmesg",
                            "--lines=" + LAST_LINES,
                            "--output=short-monotonic",
                            "--no-pager",
                            "--quiet")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            CompletableFuture<byte[]> said = CompletableFuture.supplyAsync(() -> read(process));
            try {
                return new String(said.get(DEADLINE_S, TimeUnit.SECONDS), StandardCharsets.UTF_8);
            } catch (TimeoutException | ExecutionException e) {
                process.destroyForcibly();
                return "";
            }
        } catch (IOException e) {
            return ""; // no systemd here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
