// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import xe.report.CheckOutcome;
import xe.report.JsonText;
import xe.report.PlainText;
import xe.report.RecordedRun;
import xe.report.RunInfo;

/**
 * A KCIDB report, schema 5.3. Without the id of a build that KCIDB has, it brings a checkout and a build of its own, under an origin
 * that says where the run was made.
 */
public final class KcidbJson implements Output {
    private static final String SUITE = "xe_cts";
    private static final int EXCERPT = 2000;

    private final Submission submission;

    /** @param submission how the run goes into the database */
    public KcidbJson(Submission submission) {
        this.submission = submission;
    }

    /**
     * Who reports, and on what.
     *
     * @param origin empty for this suite's own
     * @param buildId of a build that is in the database; empty for none
     */
    public record Submission(String origin, String buildId) {
        /** Of nobody who reports to KernelCI. */
        public static final Submission NONE = new Submission("", "");
    }

    @Override
    public String place() {
        return "kcidb.json";
    }

    @Override
    public void write(Path out, RecordedRun recorded) throws IOException {
        try (Writer file = Files.newBufferedWriter(out.resolve(place()));
                JsonGenerator json = JsonText.to(file)) {
            new Report(json, recorded).write();
        }
    }

    private final class Report {
        private final JsonGenerator json;
        private final RecordedRun recorded;
        private final RunInfo run;
        private final Names names;
        private final String origin;
        private final String buildId;
        private final String runId;

        Report(JsonGenerator json, RecordedRun recorded) {
            this.json = json;
            this.recorded = recorded;
            this.run = recorded.run();
            this.names = Names.of(run);
            this.origin = origin();
            this.runId = UUID.nameUUIDFromBytes(
                            (run.start() + " " + run.title() + " " + run.arguments()).getBytes(StandardCharsets.UTF_8))
                    .toString();
            this.buildId = ownBuild() ? origin + ":" + runId : submission.buildId();
        }

        /** A simulator reports under its own name whatever the caller says: it has no kernel that anybody built. */
        private String origin() {
            if (!names.origin().isEmpty()) {
                return SUITE + "_" + names.origin();
            }
            return submission.origin().isEmpty() ? SUITE : submission.origin();
        }

        private boolean ownBuild() {
            return submission.buildId().isEmpty() || run.simulated();
        }

        void write() {
            json.writeStartObject();
            json.writeObjectPropertyStart("version");
            json.writeNumberProperty("major", 5);
            json.writeNumberProperty("minor", 3);
            json.writeEndObject();
            if (ownBuild()) {
                checkout();
                build();
            }
            json.writeArrayPropertyStart("tests");
            recorded.outcomes().forEach(this::test);
            json.writeEndArray();
            json.writeEndObject();
        }

        private void checkout() {
            json.writeArrayPropertyStart("checkouts");
            identified(buildId);
            text("tree_name", run.simulated() ? "simulator" : "unknown");
            text("git_commit_name", run.kernel().release());
            text("comment", run.title());
            json.writeEndObject();
            json.writeEndArray();
        }

        private void build() {
            json.writeArrayPropertyStart("builds");
            identified(buildId);
            text("checkout_id", buildId);
            text("comment", run.kernel().detail());
            text("status", "PASS");
            json.writeEndObject();
            json.writeEndArray();
        }

        private void test(CheckOutcome outcome) {
            String name = names.dotted(outcome.check().id());
            identified(origin + ":" + runId + "/" + name);
            text("build_id", buildId);
            text("path", SUITE + "." + name);
            text("status", Terms.of(outcome.verdict()).kcidb());
            text("start_time", time(outcome.start()));
            json.writeNumberProperty("duration", outcome.duration().toNanos() / 1e9);
            text("comment", PlainText.line(outcome.message()));
            if (outcome.verdict().wrong() && !outcome.message().isEmpty()) {
                String message = PlainText.of(outcome.message());
                text("log_excerpt", message.substring(0, Math.min(message.length(), EXCERPT)));
            }
            json.writeObjectPropertyStart("environment");
            text("comment", run.device());
            json.writeObjectPropertyStart("misc");
            text("backend", run.kernel().gpu().label());
            text("kernel", run.kernel().detail());
            text("suite", run.suiteVersion());
            text("rule_book", run.ruleBook());
            json.writeEndObject();
            json.writeEndObject();
            json.writeObjectPropertyStart("misc");
            text("verdict", outcome.verdict().word());
            json.writeArrayPropertyStart("rules");
            outcome.check().rules().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }

        private void identified(String id) {
            json.writeStartObject();
            text("id", id);
            text("origin", origin);
        }

        private void text(String name, String value) {
            if (!value.isEmpty()) {
                json.writeStringProperty(name, PlainText.of(value));
            }
        }

        private static String time(Instant instant) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
        }
    }
}
