// SPDX-License-Identifier: MIT
package xe.report;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTML file made of Allure results by Allure's own generator, in a JVM of its own. The file asks no other host for anything.
 */
public final class AllureReport {
    public static final String FILE = "report.html";
    private static final long TIMEOUT_S = 120;
    private static final String TITLE = "<title>Allure Report</title>";
    private static final int HEAD_BYTES = 4096;

    private final Path generator;
    private @Nullable Process process;
    private CompletableFuture<String> said = new CompletableFuture<>();

    /** @param generator folder of the unpacked allure-commandline */
    public AllureReport(Path generator) {
        this.generator = generator;
    }

    /**
     * Renders {@code out/allure-results} into {@code out/report.html}.
     *
     * @param title of the page and of its overview
     * @throws IOException with what the generator said last, if it fails
     */
    public void render(Path out, String title) throws IOException {
        Path folder = out.resolve(".report");
        try {
            generate(out.resolve(AllureResults.FOLDER), folder, title);
            Path titled = folder.resolve(FILE);
            copy(folder.resolve("index.html"), titled, html(title));
            Files.move(titled, out.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            Folders.delete(folder);
        }
    }

    /** With another title. The page has tens of megabytes, and the title in the first of its lines. */
    private static void copy(Path page, Path titled, String title) throws IOException {
        try (FileChannel from = FileChannel.open(page);
                FileChannel to = FileChannel.open(titled, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
            from.read(head);
            String text = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
            int at = text.indexOf(TITLE);
            long done = 0;
            if (at >= 0) {
                to.write(head.slice(0, at));
                to.write(StandardCharsets.UTF_8.encode("<title>" + title + "</title>"));
                done = (long) at + TITLE.length();
            }
            while (done < from.size()) {
                done += from.transferTo(done, from.size() - done, to);
            }
        }
    }

    /** Has the generator's JVM start, as much as there is to do before the results are there. */
    public synchronized void begin() throws IOException {
        if (process == null) {
            ProcessBuilder command = new ProcessBuilder(command()).redirectErrorStream(true);
            command.environment().put("ALLURE_NO_ANALYTICS", "true");
            Process started = command.start();
            said = CompletableFuture.supplyAsync(() -> last(started.inputReader()));
            process = started;
        }
    }

    private synchronized void generate(Path results, Path folder, String title)
            throws IOException, InterruptedException {
        begin();
        Process started = requireNonNull(process);
        process = null;
        try (BufferedWriter orders = started.outputWriter(StandardCharsets.UTF_8)) {
            for (String word : AllureMain.words(results, folder, title)) {
                orders.write(word + AllureMain.END);
            }
        } catch (IOException e) {
            // it is gone, and its last words say why
        }
        if (!started.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            started.destroyForcibly();
            throw new IOException("the report generator was still running after " + TIMEOUT_S + " s");
        }
        if (started.exitValue() != 0 || !Files.exists(folder.resolve("index.html"))) {
            throw new IOException("the report generator failed: " + said.join());
        }
    }

    /** The last line that is no place in a program: of an exception, its innermost cause. */
    private static String last(BufferedReader lines) {
        return lines.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                .reduce("nothing said", (earlier, later) -> later);
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                generator.resolve("lib/*") + ":" + generator.resolve("lib/config") + ":" + ours(),
                AllureMain.class.getName(),
                generator.toString());
    }

    /** Where this class is. */
    private static Path ours() {
        return Path.of(URI.create(AllureReport.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
