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
import java.util.TreeMap;
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
    private static final List<String> RESULTS = List.of(
            "crash",
            "pass",
            "dmesg-fail",
            "dmesg-warn",
            "skip",
            "incomplete",
            "abort",
            "timeout",
            "notrun",
            "fail",
            "warn");

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
            job(Files.createDirectory(folder.resolve(Integer.toString(job++))), recorded.run(), area.getValue());
        }
        try (Writer file = Files.newBufferedWriter(folder.resolve("results.json"));
                JsonGenerator json = JsonText.to(file)) {
            new Document(json, recorded, areas).write();
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

    private static void job(Path folder, RunInfo run, List<CheckOutcome> outcomes) throws IOException {
        StringBuilder out = new StringBuilder(version(run)).append('\n');
        StringBuilder err = new StringBuilder();
        StringBuilder journal = new StringBuilder();
        Duration total = Duration.ZERO;
        for (CheckOutcome outcome : outcomes) {
            if (Terms.of(outcome.verdict()).igt().equals("notrun")) {
                continue;
            }
            out.append(out(outcome));
            err.append(err(outcome));
            journal.append(Names.igtSubtest(outcome.check())).append('\n');
            total = total.plus(outcome.duration());
        }
        journal.append("exit:%d (%.3fs)%n".formatted(exit(outcomes), total.toNanos() / 1e9));
        Files.writeString(folder.resolve("out.txt"), out);
        Files.writeString(folder.resolve("err.txt"), err);
        Files.writeString(folder.resolve("dmesg.txt"), "");
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

    private static String out(CheckOutcome outcome) {
        return subtest(outcome, lines(outcome.message()));
    }

    private static String err(CheckOutcome outcome) {
        return subtest(
                outcome,
                !outcome.verdict().wrong()
                        ? ""
                        : Reproducers.others(outcome).stream()
                                .map(attachment -> lines(attachment.name() + ":\n" + attachment.text()))
                                .collect(Collectors.joining()));
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

    private static String version(RunInfo run) {
        return "IGT-Version: xe-cts-%s (%s) (Linux: %s)"
                .formatted(
                        run.suiteVersion(),
                        run.kernel().gpu().label(),
                        run.kernel().release());
    }

    private static String uname(RunInfo run) {
        return run.simulated()
                ? PlainText.line(run.kernel().detail()) + ", not hardware"
                : "Linux "
                        + PlainText.line(
                                run.kernel().release() + " " + run.kernel().detail());
    }

    private static String seconds(Instant instant) {
        return String.format(Locale.ROOT, "%d.%06d", instant.getEpochSecond(), instant.getNano() / 1000);
    }

    private static Instant end(RecordedRun recorded) {
        return recorded.outcomes().stream()
                .map(outcome -> outcome.start().plus(outcome.duration()))
                .max(Comparator.naturalOrder())
                .orElse(recorded.run().start());
    }

    private static final class Document {
        private final JsonGenerator json;
        private final RecordedRun recorded;
        private final Map<String, List<CheckOutcome>> areas;
        private final Names names;

        Document(JsonGenerator json, RecordedRun recorded, Map<String, List<CheckOutcome>> areas) {
            this.json = json;
            this.recorded = recorded;
            this.areas = areas;
            this.names = Names.of(recorded.run());
        }

        void write() {
            RunInfo run = recorded.run();
            json.writeStartObject();
            json.writeStringProperty("__type__", "TestrunResult");
            json.writeNumberProperty("results_version", 10);
            json.writeStringProperty("name", PlainText.line(run.title()));
            json.writeStringProperty("uname", uname(run));
            json.writeArrayPropertyStart("cmdline");
            json.writeString("xe-cts");
            for (String argument : run.arguments().split(" ")) {
                json.writeString(PlainText.line(argument));
            }
            json.writeEndArray();
            json.writeName("time_elapsed");
            time(epoch(run.start()), epoch(end(recorded)));
            json.writeObjectPropertyStart("tests");
            recorded.outcomes().forEach(this::test);
            json.writeEndObject();
            json.writeObjectPropertyStart("totals");
            totals("", recorded.outcomes());
            totals("root", recorded.outcomes());
            areas.forEach((area, outcomes) -> totals("igt@" + names.igtBinary(area), outcomes));
            json.writeEndObject();
            json.writeObjectPropertyStart("runtimes");
            areas.forEach(this::runtime);
            json.writeEndObject();
            json.writeEndObject();
        }

        private void test(CheckOutcome outcome) {
            String binary = names.igtBinary(outcome.check().area());
            Terms terms = Terms.of(outcome.verdict());
            json.writeObjectPropertyStart("igt@" + binary + "@" + Names.igtSubtest(outcome.check()));
            json.writeStringProperty("out", terms.igt().equals("notrun") ? "" : out(outcome));
            json.writeStringProperty("err", terms.igt().equals("notrun") ? "" : err(outcome));
            json.writeStringProperty("dmesg", "");
            json.writeStringProperty("result", terms.igt());
            if (!terms.igt().equals("notrun")) {
                json.writeStringProperty("igt-version", version(recorded.run()));
                json.writeName("time");
                time(0, outcome.duration().toNanos() / 1e9);
            }
            json.writeEndObject();
        }

        private void totals(String name, List<CheckOutcome> outcomes) {
            Map<String, Integer> counts = new TreeMap<>();
            outcomes.forEach(outcome -> counts.merge(Terms.of(outcome.verdict()).igt(), 1, Integer::sum));
            json.writeObjectPropertyStart(name);
            RESULTS.forEach(result -> json.writeNumberProperty(result, counts.getOrDefault(result, 0)));
            json.writeEndObject();
        }

        private void runtime(String area, List<CheckOutcome> outcomes) {
            Duration total = outcomes.stream().map(CheckOutcome::duration).reduce(Duration.ZERO, Duration::plus);
            json.writeObjectPropertyStart("igt@" + names.igtBinary(area));
            json.writeName("time");
            time(0, total.toNanos() / 1e9);
            json.writeEndObject();
        }

        private void time(double start, double end) {
            json.writeStartObject();
            json.writeStringProperty("__type__", "TimeAttribute");
            json.writeNumberProperty("start", start);
            json.writeNumberProperty("end", end);
            json.writeEndObject();
        }

        private static double epoch(Instant instant) {
            return instant.toEpochMilli() / 1e3;
        }
    }
}
