// SPDX-License-Identifier: MIT
package xe.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

class ExpectationsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final Place BMG = new Place("linux", "7.3.0-rc7+", "", "8086:e20b");
    private static final String GOOD = " bug=https://bugs/1 until=2027-01-31 -- idle counts as paused";

    @TempDir
    private Path folder;

    private Path file;

    private Expectations reading(String... lines) throws IOException {
        file = folder.resolve("fails.txt");
        Files.write(file, List.of(lines));
        return Expectations.read(file);
    }

    private static Check check(String id) {
        return new Check(id, id, List.of("VMR-001"), "C", "m", "m()", List.of(), List.of());
    }

    private static CheckOutcome outcome(String id, Verdict verdict) {
        return CheckOutcome.without(check(id), verdict, "expected EINVAL", Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "Fail, FAILED, EXPECTED_FAILURE",
        "Fail, FAILED_WITH_LOG, EXPECTED_FAILURE",
        "Fail, PASSED, UNEXPECTED_PASS",
        "fail, WARNED, UNEXPECTED_PASS",
        "Fail, CRASHED, CRASHED",
        "Fail, SKIPPED, SKIPPED",
        "Fail, BROKEN, BROKEN",
        "Crash, CRASHED, EXPECTED_FAILURE",
        "Crash, FAILED, FAILED",
        "Crash, PASSED, UNEXPECTED_PASS",
        "Timeout, TIMED_OUT, EXPECTED_FAILURE",
        "Flake, FAILED, FLAKED",
        "Flake, TIMED_OUT, FLAKED",
        "Flake, PASSED, PASSED",
        "Skip, FAILED, FAILED",
    })
    void aVerdictCountsAsExpectedOrNot(String result, Verdict came, Verdict counts) throws IOException {
        CheckOutcome judged =
                reading("vm-restart.*," + result + GOOD).judge(outcome("vm-restart.idle", came), BMG, TODAY);

        assertThat(judged.verdict()).isEqualTo(counts);
    }

    @Test
    void anExpectedFailureKeepsItsMessageAndNamesBugAndLine() throws IOException {
        CheckOutcome judged = reading("# known", "vm-restart.*,Fail" + GOOD)
                .judge(outcome("vm-restart.idle", Verdict.FAILED), BMG, TODAY);

        assertThat(judged.message())
                .contains("https://bugs/1", "idle counts as paused", "fails.txt:2", "expected EINVAL");
    }

    @ParameterizedTest
    @CsvSource({
        "backend=linux, true",
        "backend=sim, false",
        "backend=uml, false",
        "pci=8086:E20B, true",
        "pci=8086:64a0, false",
        "profile=bmg, false",
        "kernel=7.3, true",
        "kernel=7.2..7.4, true",
        "kernel=7.4.., false",
        "kernel=..7.3, true",
        "kernel=..7.2, false",
        "kernel=7.3 backend=linux, true",
        "kernel=7.3 backend=sim, false",
    })
    void aLineHoldsWhereItsConditionsDo(String conditions, boolean holds) throws IOException {
        CheckOutcome judged = reading("vm-restart.idle,Fail " + conditions + GOOD)
                .judge(outcome("vm-restart.idle", Verdict.FAILED), BMG, TODAY);

        assertThat(judged.verdict()).isEqualTo(holds ? Verdict.EXPECTED_FAILURE : Verdict.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21, FAILED", "2026-11-22, EXPECTED_FAILURE"})
    void aLineCountsToItsLastDay(LocalDate until, Verdict verdict) throws IOException {
        CheckOutcome judged = reading("vm-restart.idle,Fail bug=B until=" + until + " -- why")
                .judge(outcome("vm-restart.idle", Verdict.FAILED), BMG, TODAY);

        assertThat(judged.verdict()).isEqualTo(verdict);
    }

    @Test
    void theFirstLineThatHoldsCounts() throws IOException {
        Expectations expectations = reading("vm-restart.idle,Flake" + GOOD, "vm-restart.*,Fail" + GOOD);

        assertThat(expectations
                        .judge(outcome("vm-restart.idle", Verdict.FAILED), BMG, TODAY)
                        .verdict())
                .isEqualTo(Verdict.FLAKED);
    }

    @Test
    void aSkipTellsWhy() throws IOException {
        Expectations expectations = reading("vm-restart.idle,Skip" + GOOD);

        assertThat(expectations.skips(check("vm-restart.idle"), BMG, TODAY))
                .hasValueSatisfying(why -> assertThat(why).startsWith("EXPECTED: https://bugs/1, idle counts"));
        assertThat(expectations.skips(check("vm-restart.killed"), BMG, TODAY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vm-restart.* Fail | no PATTERN,Result",
                "vm-restart.*,Broken | 'Broken' is no result",
                "vm-restart.*,Fail os=linux | 'os=linux' is none of",
                "vm-restart.*,Fail idle counts | 'idle' is none of",
                "vm-restart.*,Fail backend=hardware | there are sim, uml and linux",
                "vm-restart.*,Fail backend=sim backend=uml | backend is there twice",
                "vm-restart.*,Fail kernel=new | is no range of kernels",
                "vm-restart.*,Fail kernel=.. | is no range of kernels",
                "vm-restart.*,Fail until=tomorrow | no date such as",
            })
    void aLineThatCannotBeReadIsNamed(String line, String problem) {
        assertThatExceptionOfType(ExpectationException.class)
                .isThrownBy(() -> reading("# comment", line))
                .withMessageContaining("fails.txt:2: ")
                .withMessageContaining(problem);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatExceptionOfType(ExpectationException.class)
                .isThrownBy(() -> Expectations.read(folder.resolve("none.txt")))
                .withMessageContaining("none.txt: there is no such file");
    }

    @Test
    void theLinterTellsWhatALineLacks() throws IOException {
        List<Check> index = List.of(check("vm-restart.idle"));

        assertThat(reading(
                                "vm-restart.idle,Fail" + GOOD,
                                "vm-restart.idle,Fail",
                                "vm-restart.idle,Fail bug=? until=2026-11-21 -- ?",
                                "vm-reset.*,Fail" + GOOD)
                        .problems(index, TODAY)
                        .stream()
                        .map(problem -> problem.substring(problem.indexOf("fails.txt") + "fails.txt".length())))
                .containsExactly(
                        ":2: vm-restart.idle: no bug; add bug=URL",
                        ":2: vm-restart.idle: no reason; add ' -- ' and a sentence at the end",
                        ":2: vm-restart.idle: no expiry; add until=DATE",
                        ":3: vm-restart.idle: no bug; add bug=URL",
                        ":3: vm-restart.idle: no reason; add ' -- ' and a sentence at the end",
                        ":3: vm-restart.idle: counts no longer since 2026-11-21",
                        ":4: vm-reset.*: no check matches");
    }

    @Test
    void anUpdateLeavesNoCarriageReturns() throws IOException {
        reading("");
        Files.writeString(file, "# known\r\nvm-create.a,Fail" + GOOD + "\r\n");

        Expectations.read(file).update(List.of(outcome("watch-queue.a", Verdict.CRASHED)), BMG, TODAY);

        assertThat(Files.readString(file)).doesNotContain("\r").endsWith(" -- ?\n");
    }

    @Test
    void anUpdateRemovesWhatPassesAndAddsWhatFails() throws IOException {
        Expectations expectations = reading(
                "# known",
                "vm-restart.*,Fail kernel=7.3" + GOOD,
                "vm-bind.gone,Fail" + GOOD,
                "",
                "vm-create.a,Fail backend=sim" + GOOD,
                "vm-destroy.a,Fail" + GOOD);
        List<CheckOutcome> judged = Stream.of(
                        outcome("vm-restart.idle", Verdict.FAILED),
                        outcome("vm-restart.killed", Verdict.PASSED),
                        outcome("vm-bind.gone", Verdict.PASSED),
                        outcome("vm-create.a", Verdict.PASSED),
                        outcome("watch-queue.a", Verdict.CRASHED))
                .map(outcome -> expectations.judge(outcome, BMG, TODAY))
                .toList();

        expectations.update(judged, BMG, TODAY);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "# known",
                        "vm-restart.idle,Fail kernel=7.3" + GOOD,
                        "",
                        "vm-create.a,Fail backend=sim" + GOOD,
                        "vm-destroy.a,Fail" + GOOD,
                        "watch-queue.a,Crash backend=linux pci=8086:e20b bug=? until=2027-02-22 -- ?");
        assertThat(Expectations.read(file)
                        .judge(outcome("watch-queue.a", Verdict.CRASHED), BMG, TODAY)
                        .verdict())
                .isEqualTo(Verdict.EXPECTED_FAILURE);
    }
}
