// SPDX-License-Identifier: MIT
package xe.report;

import io.qameta.allure.internal.Allure2ModelJackson;
import io.qameta.allure.internal.shadowed.jackson.databind.ObjectMapper;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import xe.rules.Area;
import xe.rules.RuleBook;
import xe.rules.RuleEntry;

/**
 * Outcomes as a folder of Allure results: epic, feature and story are UAPI, area of the contract and rule.
 *
 * <p>Every check has ids of its own, so that no generator takes one for a retry of another. Only what has something to show has attachments: neither what
 * plainly passed nor what gave no answer.
 */
public final class AllureResults {
    public static final String FOLDER = "allure-results";
    private static final String EPIC = "xe UAPI";

    private final RunInfo run;
    private final RuleBook book;

    public AllureResults(RunInfo run, RuleBook book) {
        this.run = run;
        this.book = book;
    }

    /** Writes the results into {@code folder}, which holds nothing else afterwards. */
    public void write(Path folder, List<CheckOutcome> outcomes) throws IOException {
        Set<Path> vanished = new LinkedHashSet<>(Folders.contents(folder));
        ObjectMapper json = Allure2ModelJackson.createMapper();
        try {
            vanished.removeAll(outcomes.parallelStream()
                    .flatMap(outcome -> write(json, folder, outcome).stream())
                    .collect(Collectors.toSet()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Folders.delete(vanished);
        Files.writeString(folder.resolve("environment.properties"), environment());
        Files.writeString(folder.resolve("executor.json"), executor());
        try (var categories = AllureResults.class.getResourceAsStream("categories.json")) {
            Files.copy(categories, folder.resolve("categories.json"));
        }
    }

    /** @return the files that it wrote */
    private List<Path> write(ObjectMapper json, Path folder, CheckOutcome outcome) {
        try {
            TestResult result = result(outcome, folder);
            Path file = folder.resolve(result.getUuid() + "-result.json");
            Folders.overwrite(file, json.writeValueAsBytes(result));
            return Stream.concat(
                            Stream.of(file),
                            result.getAttachments().stream().map(attachment -> folder.resolve(attachment.getSource())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestResult result(CheckOutcome outcome, Path folder) throws IOException {
        Check check = outcome.check();
        String id = UUID.nameUUIDFromBytes(check.id().getBytes(StandardCharsets.UTF_8))
                .toString();
        return new TestResult()
                .setUuid(uuid(check.id()))
                .setHistoryId(id)
                .setTestCaseId(id)
                .setFullName(check.id())
                .setName(check.id())
                .setDescriptionHtml(description(check))
                .setLabels(labels(check))
                .setLinks(links(check))
                .setParameters(parameters(check))
                .setStatus(status(outcome.verdict()))
                .setStatusDetails(new StatusDetails()
                        .setKnown(outcome.verdict() == Verdict.EXPECTED_FAILURE)
                        .setFlaky(outcome.verdict() == Verdict.FLAKED)
                        .setMessage(outcome.message().isEmpty() ? null : PlainText.of(outcome.message()))
                        .setTrace(outcome.trace().isEmpty() ? null : PlainText.of(outcome.trace()))
                        .setExpected(outcome.expected())
                        .setActual(outcome.actual()))
                .setAttachments(attachments(outcome, folder))
                .setStage(Stage.FINISHED)
                .setStart(outcome.start().toEpochMilli())
                .setStop(outcome.start().plus(outcome.duration()).toEpochMilli());
    }

    /** The same in each run of this suite on this kernel and device: to write over a file is faster than to make one. */
    private String uuid(String name) {
        return UUID.nameUUIDFromBytes((run.identity() + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private List<RuleEntry> rules(Check check) {
        return check.rules().stream().flatMap(rule -> book.find(rule).stream()).toList();
    }

    /** As HTML: of a description in Markdown the generator spends a third of its time. */
    private String description(Check check) {
        String rules = rules(check).stream()
                .map(rule -> "<p><strong>%s</strong> %s<br>Source: %s (evidence %s)</p>"
                        .formatted(
                                rule.id(),
                                AllureReport.html(rule.sentence()),
                                AllureReport.html(rule.source()),
                                rule.evidence()))
                .collect(Collectors.joining());
        return rules + "<p>Run it alone: <code>./xe-cts run --select " + AllureReport.html(check.id()) + "</code></p>";
    }

    private List<Link> links(Check check) {
        return rules(check).stream()
                .flatMap(rule -> SourceLinks.of(rule.source()).stream())
                .distinct()
                .toList();
    }

    /** No more of them than people use: the generator spends a third of its time on labels. */
    private List<Label> labels(Check check) {
        List<Label> labels = new ArrayList<>();
        labels.add(label("epic", EPIC));
        for (RuleEntry rule : rules(check)) {
            labels.add(label("feature", rule.area().title()));
            labels.add(label("story", rule.id() + " " + rule.sentence()));
            labels.add(label("tag", rule.id()));
        }
        labels.add(label("severity", severity(check)));
        labels.add(label("suite", check.area()));
        labels.add(label("package", check.className()));
        labels.add(label("host", run.kernel().backend()));
        check.tags().forEach(tag -> labels.add(label("tag", tag)));
        return labels;
    }

    /** How far a broken rule reaches: every binary, every client of the series, or a corner. */
    private String severity(Check check) {
        return rules(check).stream()
                .map(RuleEntry::area)
                .map(AllureResults::severity)
                .sorted()
                .findFirst()
                .orElse(Severity.NORMAL)
                .name()
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static Severity severity(Area area) {
        return switch (area) {
            case LAY -> Severity.BLOCKER;
            case VMR, RBW, WQ, NP, EVT -> Severity.CRITICAL;
            case SUB, BUG, SIM -> Severity.MINOR;
            default -> Severity.NORMAL;
        };
    }

    private static List<Parameter> parameters(Check check) {
        return check.isRow() ? List.of(new Parameter().setName("row").setValue(check.displayName())) : List.of();
    }

    private List<io.qameta.allure.model.Attachment> attachments(CheckOutcome outcome, Path folder) throws IOException {
        List<io.qameta.allure.model.Attachment> written = new ArrayList<>();
        if (outcome.verdict() == Verdict.PASSED || outcome.verdict().silent()) {
            return written;
        }
        for (Attachment attachment : outcome.attachments()) {
            String file = uuid(outcome.check().id() + "/" + written.size()) + "-attachment.txt";
            Folders.overwrite(
                    folder.resolve(file), PlainText.of(attachment.text()).getBytes(StandardCharsets.UTF_8));
            written.add(new io.qameta.allure.model.Attachment()
                    .setName(attachment.name())
                    .setSource(file)
                    .setType("text/plain"));
        }
        return written;
    }

    private static Status status(Verdict verdict) {
        return switch (verdict) {
            case PASSED, WARNED, FLAKED -> Status.PASSED;
            case FAILED, FAILED_WITH_LOG, EXPECTED_FAILURE, UNEXPECTED_PASS -> Status.FAILED;
            case CRASHED, TIMED_OUT, INCOMPLETE, ABORTED, BROKEN -> Status.BROKEN;
            case SKIPPED, NOT_EVIDENCE, NOT_RUN -> Status.SKIPPED;
        };
    }

    private static Label label(String name, String value) {
        return new Label().setName(name).setValue(value);
    }

    private String environment() {
        return String.join(
                "\n",
                "Backend=" + run.kernel().gpu().label(),
                "Kernel=" + run.kernel().detail(),
                "Device=" + run.device(),
                "Suite=xe-cts " + run.suiteVersion(),
                "Rule.book=" + run.ruleBook(),
                "Command=xe-cts " + run.arguments(),
                "");
    }

    private String executor() {
        return new JsonLine()
                .put("name", "xe-cts")
                .put("type", "xe-cts")
                .put("buildName", run.title())
                .put("reportName", run.title())
                .toString();
    }

    private enum Severity {
        BLOCKER,
        CRITICAL,
        NORMAL,
        MINOR
    }
}
