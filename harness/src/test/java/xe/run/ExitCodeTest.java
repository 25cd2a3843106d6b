// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.report.CheckOutcome;
import xe.report.Summary;
import xe.report.Verdict;

class ExitCodeTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "PASSED, OK",
        "PASSED SKIPPED NOT_EVIDENCE, OK",
        "WARNED, OK",
        "FLAKED, OK",
        "EXPECTED_FAILURE, OK",
        "PASSED FAILED BROKEN, FAILED",
        "FAILED_WITH_LOG, FAILED",
        "UNEXPECTED_PASS, FAILED",
        "PASSED CRASHED, FAILED",
        "PASSED TIMED_OUT, FAILED",
        "PASSED INCOMPLETE, FAILED",
        "PASSED BROKEN, BROKEN",
        "PASSED NOT_RUN, INCOMPLETE",
        "FAILED NOT_RUN, INCOMPLETE",
        "ABORTED NOT_RUN FAILED, ABORTED",
        "SKIPPED NOT_EVIDENCE, SKIPPED"
    })
    void tellsTheWorstOfTheRun(String verdicts, ExitCode code) {
        Summary summary = Summary.of(Arrays.stream(verdicts.split(" "))
                .map(Verdict::valueOf)
                .map(verdict -> CheckOutcome.without(Checks.named("a.b"), verdict, "", Instant.EPOCH))
                .toList());

        assertThat(ExitCode.of(summary)).isEqualTo(code);
    }
}
