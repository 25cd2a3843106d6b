// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One HTML file made of Allure results by Allure's own generator, in a JVM of its own. The file asks no other host for anything.
 */
public final class AllureReport {
    public static final String FILE = "report.html";
    private static final long TIMEOUT_S = 120;

    private final Path generator;

    /** @param generator folder of the unpacked allure-commandline */
    public AllureReport(Path generator) {
        this.generator = generator;
    }

    /**
     * Renders {@code out/allure-results} into {@code out/report.html}.
     *
     * @param title of the page and of its overview
     * @throws IOException with the generator's own last line, if it fails
     */
    public Path render(Path out, String title) throws IOException, InterruptedException {
        Path folder = out.resolve(".report");
        ProcessBuilder command = new ProcessBuilder(command(out.resolve(AllureResults.FOLDER), folder, title))
                .redirectErrorStream(true)
                .redirectOutput(out.resolve("report.log").toFile());
        command.environment().put("APP_HOME", generator.toString());
        command.environment().put("ALLURE_NO_ANALYTICS", "true");
        Process process = command.start();
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the report generator was still running after " + TIMEOUT_S + " s");
        }
        Path index = folder.resolve("index.html");
        if (process.exitValue() != 0 || !Files.exists(index)) {
            throw new IOException("the report generator failed, see " + out.resolve("report.log"));
        }
        Files.writeString(
                index,
                Files.readString(index)
                        .replace("<title>Allure Report</title>", "<title>" + escaped(title) + "</title>"));
        Path report = Files.move(index, out.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        Folders.delete(folder);
        Files.delete(out.resolve("report.log"));
        return report;
    }

    private List<String> command(Path results, Path folder, String title) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                generator.resolve("lib/*") + ":" + generator.resolve("lib/config"),
                "io.qameta.allure.CommandLine",
                "generate",
                results.toString(),
                "--clean",
                "--single-file",
                "--report-name",
                title,
                "--output",
                folder.toString());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
