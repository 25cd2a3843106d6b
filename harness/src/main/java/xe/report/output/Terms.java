// SPDX-License-Identifier: MIT
package xe.report.output;

import xe.report.Verdict;

/**
 * What a verdict is called in each format.
 *
 * @param ktap the start of a result line
 * @param directive of KTAP, empty for none; tools know no more than one, and count {@code not ok # XFAIL} as a failure
 * @param junit the element in a testcase, empty for a pass
 * @param igt a result of results.json
 * @param igtLine the word in out.txt; empty where a subtest came to no end
 * @param kcidb a status of KCIDB
 * @param lava a result of LAVA
 */
record Terms(String ktap, String directive, String junit, String igt, String igtLine, String kcidb, String lava) {
    static Terms of(Verdict verdict) {
        return switch (verdict) {
            case PASSED, FLAKED -> new Terms("ok", "", "", "pass", "SUCCESS", "PASS", "pass");
            case WARNED -> new Terms("ok", "", "", "dmesg-warn", "SUCCESS", "PASS", "pass");
            case EXPECTED_FAILURE -> new Terms("ok", "XFAIL", "skipped", "fail", "FAIL", "FAIL", "pass");
            case FAILED -> new Terms("not ok", "", "failure", "fail", "FAIL", "FAIL", "fail");
            case FAILED_WITH_LOG -> new Terms("not ok", "", "failure", "dmesg-fail", "FAIL", "FAIL", "fail");
            case UNEXPECTED_PASS -> new Terms("not ok", "", "failure", "pass", "SUCCESS", "PASS", "fail");
            case CRASHED -> new Terms("not ok", "ERROR", "error", "crash", "CRASH", "FAIL", "fail");
            case TIMED_OUT -> new Terms("not ok", "TIMEOUT", "error", "timeout", "TIMEOUT", "FAIL", "fail");
            case INCOMPLETE -> new Terms("not ok", "ERROR", "error", "incomplete", "", "MISS", "unknown");
            case ABORTED -> new Terms("not ok", "ERROR", "error", "abort", "FAIL", "FAIL", "fail");
            case BROKEN -> new Terms("not ok", "ERROR", "error", "fail", "FAIL", "ERROR", "unknown");
            case NOT_RUN -> new Terms("not ok", "ERROR", "skipped", "notrun", "", "MISS", "unknown");
            case NOT_EVIDENCE, SKIPPED -> new Terms("ok", "SKIP", "skipped", "skip", "SKIP", "SKIP", "skip");
        };
    }
}
