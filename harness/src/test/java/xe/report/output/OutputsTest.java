// SPDX-License-Identifier: MIT
package xe.report.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import xe.kernel.KernelInfo;
import xe.report.AllureResults;
import xe.report.Attachment;
import xe.report.CheckOutcome;
import xe.report.RecordedRun;
import xe.report.RunInfo;
import xe.report.Samples;
import xe.report.Verdict;
import xe.rules.RuleBook;

/** Every output of one run, each read back by a parser of its format. */
class OutputsTest {
    /** What a kernel log or a hostile check may hold. */
    private static final String NASTY =
            "needs-x: \u001b[31mred\u0000\u0007 <script>alert('&')</script> ]]> # SKIP\n<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=x"
                    + " RESULT=pass>\nSubtest other: SUCCESS (0.000s)\n  ok 1 other\n\ud800 \ufffe \u202e";

    @TempDir
    private Path out;

    private final List<CheckOutcome> outcomes = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        int rows = 0;
        for (Verdict verdict : Verdict.values()) {
            String message = verdict == Verdict.PASSED ? "" : NASTY;
            rows++;
            for (int i = 0; i < rows; i++) {
                outcomes.add(outcome(verdict.word() + "-checks.number.row-" + i, verdict, message));
            }
        }
        write(Samples.RUN);
    }

    private static CheckOutcome outcome(String id, Verdict verdict, String message) {
        CheckOutcome plain = Samples.outcome(id, verdict, message);
        return new CheckOutcome(
                plain.check(),
                verdict,
                message,
                plain.expected(),
                plain.actual(),
                "",
                plain.start(),
                plain.duration(),
                List.of(
                        new Attachment("kernel log", NASTY),
                        new Attachment(Reproducers.ATTACHMENT, "int main(void);")));
    }

    private void write(RunInfo run) throws IOException {
        for (Output output : Outputs.of(RuleBook.load(), KcidbJson.Submission.NONE, null)) {
            output.write(out, new RecordedRun(run, outcomes));
        }
    }

    private String text(String file) throws IOException {
        return Files.readString(out.resolve(file));
    }

    private Map<String, Long> expected(Function<Terms, String> term) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> term.apply(Terms.of(outcome.verdict())), TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> counted(Stream<String> words) {
        return words.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static Stream<String> groups(String regex, String text) {
        return Pattern.compile(regex, Pattern.MULTILINE).matcher(text).results().map(match -> match.group(1));
    }

    @Test
    void textLogHasALinePerCheck() throws IOException {
        assertThat(counted(groups("^([a-z-]+)\t[a-z0-9._-]+\t[0-9.]+\t", text("results.txt"))))
                .isEqualTo(outcomes.stream()
                        .collect(Collectors.groupingBy(
                                outcome -> outcome.verdict().word(), TreeMap::new, Collectors.counting())));
    }

    @Test
    void ktapHasEveryCheckInTheSubtestOfItsArea() throws IOException {
        String ktap = text("results.ktap");

        assertThat(counted(groups("^  ((?:not )?ok) [0-9]+ [a-z0-9._-]+(?: # |$)", ktap)))
                .isEqualTo(expected(Terms::ktap));
        assertThat(counted(groups("^  (?:not )?ok [0-9]+ [a-z0-9._-]+ # ([A-Z]+) ", ktap)))
                .isEqualTo(counted(outcomes.stream()
                        .map(outcome -> Terms.of(outcome.verdict()).directive())
                        .filter(directive -> !directive.isEmpty())));
        assertThat(groups("^(?:not )?ok [0-9]+ (.*?)(?: # .*)?$", ktap))
                .hasSize(Verdict.values().length)
                .allMatch(area -> area.startsWith("sim."));
    }

    @Test
    void ktapTotalsAreThoseOfTheResults() throws IOException {
        String totals =
                groups("^# Totals: (.*)$", text("results.ktap")).findFirst().orElseThrow();

        assertThat(groups(":([0-9]+)", totals).mapToInt(Integer::parseInt).sum())
                .isEqualTo(outcomes.size());
    }

    @Test
    void ktapNeverSaysThatAnExpectedFailureIsNotOk() {
        for (Verdict verdict : Verdict.values()) {
            Terms terms = Terms.of(verdict);
            assertThat(terms.ktap() + " # " + terms.directive()).isNotIn("not ok # XFAIL", "not ok # SKIP");
        }
    }

    @Test
    void junitKeepsItsSchemaAndCounts() throws Exception {
        Document junit = Documents.junit(text("junit.xml"));

        List<Element> cases = Documents.elements(junit, "testcase");
        assertThat(cases)
                .hasSize(outcomes.size())
                .allMatch(element -> element.getAttribute("classname").startsWith("sim."));
        for (String element : List.of("failure", "error", "skipped")) {
            assertThat(Documents.elements(junit, element))
                    .as(element)
                    .hasSize(expected(Terms::junit).getOrDefault(element, 0L).intValue());
        }
        int tests = Documents.elements(junit, "testsuite").stream()
                .mapToInt(suite -> Integer.parseInt(suite.getAttribute("tests")))
                .sum();
        assertThat(tests).isEqualTo(outcomes.size());
    }

    @Test
    void igtResultsHaveEveryCheckAndEveryTotal() throws IOException {
        Map<String, Object> results = Documents.map(text("igt/results.json"));
        Map<String, Object> tests = Documents.map(results.get("tests"));

        assertThat(results).containsEntry("results_version", 10).containsEntry("__type__", "TestrunResult");
        assertThat(tests.keySet())
                .allMatch(name -> name.matches("igt@xe_uapi_sim_[a-z0-9_]+@[a-z0-9_-]+") && name.length() < 256);
        assertThat(counted(tests.values().stream()
                        .map(test -> (String) Documents.map(test).get("result"))))
                .isEqualTo(expected(Terms::igt));
        Map<String, Object> totals = Documents.map(results.get("totals"));
        for (String root : List.of("", "root")) {
            assertThat(Documents.map(totals.get(root)))
                    .hasSize(11)
                    .allSatisfy((result, count) -> assertThat(count)
                            .isEqualTo(expected(Terms::igt)
                                    .getOrDefault(result, 0L)
                                    .intValue()));
        }
    }

    @Test
    void igtFolderHasAJobPerAreaWithAResultLinePerCheck() throws IOException {
        List<String> jobs = text("igt/joblist.txt").lines().toList();
        List<String> words = new ArrayList<>();
        for (int job = 0; job < jobs.size(); job++) {
            String output = text("igt/" + job + "/out.txt");
            groups("^Subtest [a-z0-9_-]+: ([A-Z]+) \\([0-9.]+s\\)$", output).forEach(words::add);
            assertThat(output).startsWith("IGT-Version: xe-cts-").contains("not hardware");
        }

        assertThat(jobs).hasSize(Verdict.values().length);
        Map<String, Long> expected = expected(Terms::igtLine);
        expected.remove("");
        assertThat(counted(words.stream())).isEqualTo(expected);
    }

    @Test
    void igtKernelLogStandsAtALevelThatExplainsTheResult() throws IOException {
        assertThat(text("igt/1/dmesg.txt"))
                .startsWith("6,0,0,-;[IGT] xe_uapi_sim_warned_checks: starting subtest number_row-0\n")
                .contains("4,0,0,-;needs-x: \\x1b[31mred");
        assertThat(text("igt/0/dmesg.txt")).doesNotContain("\n4,");
    }

    @Test
    void kcidbKeepsItsSchemaAndItsOrigin() throws IOException {
        String report = text("kcidb.json");
        Documents.assertKeeps("kcidb-5.3.schema.json", report);
        Map<String, Object> kcidb = Documents.map(report);
        List<Map<String, Object>> tests = Documents.maps(kcidb.get("tests"));

        assertThat(counted(tests.stream().map(test -> (String) test.get("status"))))
                .isEqualTo(expected(Terms::kcidb));
        assertThat(tests)
                .allSatisfy(test -> assertThat(test)
                        .containsEntry("origin", "xe_cts_sim")
                        .hasEntrySatisfying(
                                "path", path -> assertThat((String) path).startsWith("xe_cts.sim.")));
        assertThat(tests).extracting(test -> test.get("id")).doesNotHaveDuplicates();
        assertThat(Documents.maps(kcidb.get("checkouts")).getFirst()).containsEntry("tree_name", "simulator");
    }

    @Test
    void kcidbTakesAKernelOfSomebodyElseButNoSimulator() throws IOException {
        KcidbJson.Submission theirs = new KcidbJson.Submission("lab", "maestro:1234");
        for (RunInfo run : List.of(Samples.RUN, hardware(Samples.RUN))) {
            new KcidbJson(theirs).write(out, new RecordedRun(run, outcomes));
            String report = text("kcidb.json");
            Documents.assertKeeps("kcidb-5.3.schema.json", report);

            Map<String, Object> test =
                    Documents.maps(Documents.map(report).get("tests")).getFirst();
            assertThat(test.get("origin")).isEqualTo(run.simulated() ? "xe_cts_sim" : "lab");
            assertThat("maestro:1234".equals(test.get("build_id"))).isEqualTo(!run.simulated());
        }
    }

    private static RunInfo hardware(RunInfo run) {
        return on(run, KernelInfo.Gpu.HOST);
    }

    private static RunInfo on(RunInfo run, KernelInfo.Gpu gpu) {
        return new RunInfo(
                run.suiteVersion(),
                new KernelInfo("linux", "7.3.0", "Linux 7.3.0", gpu),
                "BMG",
                run.ruleBook(),
                run.arguments(),
                run.start());
    }

    @Test
    void lavaResultsHaveEveryCheck() throws IOException {
        assertThat(counted(groups("^[a-z0-9._-]+(?<!_dmesg) (pass|fail|skip|unknown)$", text("lava/result.txt"))))
                .isEqualTo(expected(Terms::lava));
    }

    @Test
    void lavaHasACaseOfItsOwnForWhatTheKernelLogged() throws IOException {
        assertThat(text("lava/result.txt")).contains("""
                        sim.warned-checks.number.row-0 pass
                        sim.warned-checks.number.row-0_dmesg fail
                        """, """
                        sim.failed-with-log-checks.number.row-0 fail
                        sim.failed-with-log-checks.number.row-0_dmesg fail
                        """);
        assertThat(groups("^(\\S+)_dmesg fail$", text("lava/result.txt")))
                .hasSize((int) outcomes.stream()
                        .filter(outcome -> outcome.verdict().warned())
                        .count())
                .allMatch(id -> id.matches("sim\\.(warned|failed-with-log)-.*"));
    }

    @Test
    void lavaSignalsAreThoseThatItsDispatcherMatches() {
        List<String> lines = new ArrayList<>();
        LavaSignals lava = new LavaSignals(Samples.RUN, LavaSignals.Channel.lines(lines::add));
        outcomes.forEach(lava::add);
        lava.end();

        assertThat(lines).allMatch(line -> line.matches("<LAVA_SIGNAL_(\\S+) ([^>]+)>"));
        assertThat(counted(groups(
                        "^<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=[a-z0-9._-]+(?<!_dmesg) RESULT=([a-z]+)>$",
                        String.join("\n", lines))))
                .isEqualTo(expected(Terms::lava));
        assertThat(lines.stream().filter(line -> line.contains("TESTSET START")))
                .hasSize(Verdict.values().length);
    }

    @Test
    void reproducerIsAFileOfItsOwnAndInNoLog() throws IOException {
        assertThat(text("reproducers/failed-checks.number.row-0.c"))
                .startsWith("// SPDX-License-Identifier: MIT\n/*\n * failed-checks.number.row-0\n")
                .contains("on SIMULATOR of 7.3-rc7")
                .endsWith(" */\nint main(void);\n");
        assertThat(text("junit.xml") + text("igt/results.json")).doesNotContain("int main");
    }

    @Test
    void allureHasEveryCheck() throws IOException {
        try (Stream<Path> files = Files.list(out.resolve(AllureResults.FOLDER))) {
            assertThat(files.filter(file -> file.toString().endsWith("-result.json")))
                    .hasSize(outcomes.size());
        }
    }

    @Test
    void noOutputHoldsWhatAMachineWouldObey() throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                assertThat(text)
                        .as(file.toString())
                        .doesNotContain("<LAVA_SIGNAL", "\u001b", "\u0000", "\u0007", "\u202e");
                if (file.toString().matches(".*(junit\\.xml|kcidb\\.json|results\\.json)")) {
                    assertThat(text).as(file.toString()).doesNotContain("<script>");
                }
                if (file.startsWith(out.resolve("igt")) || file.endsWith("results.ktap")) {
                    assertThat(text).as(file.toString()).doesNotContainPattern("(?m)^Subtest other|^(  )?ok 1 other");
                }
            }
        }
    }

    @Test
    void onlyAKernelOnItsOwnMachineHasTheBareNames() throws IOException {
        write(hardware(Samples.RUN));
        assertThat(text("lava/result.txt")).startsWith("passed-checks.number.row-0 pass\n");
        assertThat(text("igt/joblist.txt")).startsWith("xe_uapi_passed_checks ");

        write(on(Samples.RUN, KernelInfo.Gpu.MODELLED));
        assertThat(text("lava/result.txt")).startsWith("uml.passed-checks.number.row-0 pass\n");
        assertThat(text("igt/joblist.txt")).startsWith("xe_uapi_uml_passed_checks ");
        assertThat(text("kcidb.json")).contains("\"origin\":\"xe_cts_uml\"");
    }
}
