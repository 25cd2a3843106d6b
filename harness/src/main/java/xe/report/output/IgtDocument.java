// SPDX-License-Identifier: MIT
package xe.report.output;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import xe.report.CheckOutcome;
import xe.report.PlainText;
import xe.report.RecordedRun;
import xe.report.RunInfo;

/** results.json, version 10. */
final class IgtDocument {
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

    private final JsonGenerator json;
    private final RecordedRun recorded;
    private final Map<String, List<CheckOutcome>> areas;
    private final Names names;

    IgtDocument(JsonGenerator json, RecordedRun recorded, Map<String, List<CheckOutcome>> areas) {
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
        json.writeStringProperty("uname", IgtResults.uname(run));
        json.writeArrayPropertyStart("cmdline");
        json.writeString("xe-cts");
        for (String argument : run.arguments().split(" ")) {
            json.writeString(PlainText.line(argument));
        }
        json.writeEndArray();
        json.writeName("time_elapsed");
        time(epoch(run.start()), epoch(IgtResults.end(recorded)));
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
        json.writeStringProperty("out", terms.igt().equals("notrun") ? "" : IgtResults.out(outcome));
        json.writeStringProperty("err", terms.igt().equals("notrun") ? "" : IgtResults.err(outcome));
        json.writeStringProperty(
                "dmesg",
                IgtResults.kernelLog(outcome).stream()
                        .map(line -> "<" + IgtResults.level(outcome) + "> [0.000000] " + line + "\n")
                        .collect(Collectors.joining()));
        json.writeStringProperty("result", terms.igt());
        if (!terms.igt().equals("notrun")) {
            json.writeStringProperty("igt-version", IgtResults.version(recorded.run()));
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
