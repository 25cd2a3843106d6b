// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import xe.report.CheckOutcome;
import xe.report.Folders;
import xe.report.JsonText;
import xe.report.PlainText;
import xe.report.RecordedRun;
import xe.report.RunInfo;

/**
 * results.json of igt_runner (results_version 10) and the folders that it is made of: a job per area, as igt_runner
 * {@code --multiple-mode} leaves them, so that igt_results reads them too.
 */
final class IgtResults implements Output {
    private static final int KERN_WARNING = 4;
    private static final int KERN_INFO = 6;

    @Override
    public String place() {
        return "igt";
    }

    @Override
    public void write(Path out, RecordedRun recorded) throws IOException {
        Path folder = out.resolve(place());
        Folders.empty(folder);
        Map<String, List<CheckOutcome>> areas = recorded.outcomes().stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.check().area(), LinkedHashMap::new, Collectors.toList()));
        settings(folder, recorded, areas);
        int job = 0;
        for (Map.Entry<String, List<CheckOutcome>> area : areas.entrySet()) {
            job(
                    Files.createDirectory(folder.resolve(Integer.toString(job++))),
                    recorded.run(),
                    Names.of(recorded.run()).igtBinary(area.getKey()),
                    area.getValue());
        }
        try (Writer file = Files.newBufferedWriter(folder.resolve("results.json"));
                JsonGenerator json = JsonText.to(file)) {
            new IgtDocument(json, recorded, areas).write();
        }
    }

    private static void settings(Path folder, RecordedRun recorded, Map<String, List<CheckOutcome>> areas)
            throws IOException {
        RunInfo run = recorded.run();
        Names names = Names.of(run);
        Files.writeString(
                folder.resolve("metadata.txt"),
                String.join(
                        "\n",
                        "abort_mask : 0",
                        "name : " + PlainText.line(run.title()),
                        "dry_run : 0",
                        "sync : 0",
                        "log_level : 0",
                        "overwrite : 0",
                        "multiple_mode : 1",
                        "inactivity_timeout : 0",
                        "use_watchdog : 0",
                        "piglit_style_dmesg : 0",
                        "test_root : xe-cts",
                        "results_path : igt",
                        "prune_mode : 0",
                        ""));
        StringBuilder jobs = new StringBuilder();
        areas.forEach((area, outcomes) -> jobs.append(names.igtBinary(area))
                .append(' ')
                .append(outcomes.stream()
                        .map(outcome -> Names.igtSubtest(outcome.check()))
                        .collect(Collectors.joining(",")))
                .append('\n'));
        Files.writeString(folder.resolve("joblist.txt"), jobs);
        Files.writeString(folder.resolve("uname.txt"), uname(run) + "\n");
        Files.writeString(
                folder.resolve("environment.txt"), "XE_CTS_ARGUMENTS=" + PlainText.line(run.arguments()) + "\n");
        Files.writeString(folder.resolve("starttime.txt"), seconds(run.start()) + "\n");
        Files.writeString(folder.resolve("endtime.txt"), seconds(end(recorded)) + "\n");
    }

    private static void job(Path folder, RunInfo run, String binary, List<CheckOutcome> outcomes) throws IOException {
        StringBuilder out = new StringBuilder(version(run)).append('\n');
        StringBuilder err = new StringBuilder();
        StringBuilder dmesg = new StringBuilder();
        StringBuilder journal = new StringBuilder();
        Duration total = Duration.ZERO;
        for (CheckOutcome outcome : outcomes) {
            if (Terms.of(outcome.verdict()).igt().equals("notrun")) {
                continue;
            }
            out.append(out(outcome));
            err.append(err(outcome));
            dmesg.append(
                    "6,0,0,-;[IGT] %s: starting subtest %s\n".formatted(binary, Names.igtSubtest(outcome.check())));
            kernelLog(outcome).forEach(line -> dmesg.append(level(outcome) + ",0,0,-;" + line + "\n"));
            journal.append(Names.igtSubtest(outcome.check())).append('\n');
            total = total.plus(outcome.duration());
        }
        journal.append("exit:%d (%.3fs)\n".formatted(exit(outcomes), total.toNanos() / 1e9));
        Files.writeString(folder.resolve("out.txt"), out);
        Files.writeString(folder.resolve("err.txt"), err);
        Files.writeString(folder.resolve("dmesg.txt"), dmesg);
        Files.writeString(folder.resolve("journal.txt"), journal);
    }

    /** As igt_runner has it: a failure wins, and only a job of skips is one. */
    private static int exit(List<CheckOutcome> outcomes) {
        List<String> results = outcomes.stream()
                .map(outcome -> Terms.of(outcome.verdict()).igt())
                .toList();
        if (results.contains("pass")
                && results.stream().allMatch(result -> result.equals("pass") || result.equals("skip"))) {
            return 0;
        }
        return results.stream().allMatch(result -> result.equals("skip")) ? 77 : 98;
    }

    static String out(CheckOutcome outcome) {
        return subtest(outcome, lines(outcome.message()));
    }

    static String err(CheckOutcome outcome) {
        return subtest(
                outcome,
                !outcome.verdict().wrong()
                        ? ""
                        : Reproducers.others(outcome).stream()
                                .map(attachment -> lines(attachment.name() + ":\n" + attachment.text()))
                                .collect(Collectors.joining()));
    }

    /** What the kernel logged while the check ran, as far as the run kept it. */
    static List<String> kernelLog(CheckOutcome outcome) {
        return outcome.attachments().stream()
                .filter(attachment -> attachment.name().equals("kernel log"))
                .flatMap(attachment -> PlainText.of(attachment.text()).lines())
                .toList();
    }

    /** The level that igt_results has to see to come to the same result. */
    static int level(CheckOutcome outcome) {
        return Terms.of(outcome.verdict()).igt().startsWith("dmesg-") ? KERN_WARNING : KERN_INFO;
    }

    private static String subtest(CheckOutcome outcome, String text) {
        String name = Names.igtSubtest(outcome.check());
        String word = Terms.of(outcome.verdict()).igtLine();
        String end = word.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "Subtest %s: %s (%.3fs)\n",
                        name,
                        word,
                        outcome.duration().toNanos() / 1e9);
        return "Starting subtest: " + name + "\n" + text + end;
    }

    /** Each line behind two spaces, so that none looks like one of igt_runner's own. */
    private static String lines(String text) {
        return text.isEmpty()
                ? ""
                : PlainText.of(text).lines().map("  "::concat).collect(Collectors.joining("\n", "", "\n"));
    }

    static String version(RunInfo run) {
        return "IGT-Version: xe-cts-%s (%s) (Linux: %s)"
                .formatted(
                        run.suiteVersion(),
                        run.kernel().gpu().label(),
                        run.kernel().release());
    }

    static String uname(RunInfo run) {
        return run.simulated()
                ? PlainText.line(run.kernel().detail()) + ", not hardware"
                : "Linux "
                        + PlainText.line(
                                run.kernel().release() + " " + run.kernel().detail());
    }

    private static String seconds(Instant instant) {
        return String.format(Locale.ROOT, "%d.%06d", instant.getEpochSecond(), instant.getNano() / 1000);
    }

    static Instant end(RecordedRun recorded) {
        return recorded.outcomes().stream()
                .map(outcome -> outcome.start().plus(outcome.duration()))
                .max(Comparator.naturalOrder())
                .orElse(recorded.run().start());
    }
}
