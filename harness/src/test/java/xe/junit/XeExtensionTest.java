// SPDX-License-Identifier: MIT
package xe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.TestAbortedException;
import xe.drm.Feature;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.uapi.Outcome;

class XeExtensionTest {

    static class CheckTestCases {
        @Test
        void passes(Kernel kernel) {
            Assertions.assertThat(Outcome.of("close(-1)", kernel.close(-1))).failsWith(Errno.EBADF);
        }

        @Test
        @Rule("NP-019")
        void violates(Kernel kernel) {
            Assertions.assertThat(Outcome.of("close(-1)", kernel.close(-1))).succeeds();
        }

        @Test
        void leaks(Kernel kernel) {
            kernel.eventfd2(0, Abi.O_CLOEXEC).orThrow("eventfd2");
        }

        @Test
        @Requires({Feature.NOTIFICATION_PIPE, Feature.NO_NOTIFICATION_PIPE})
        void needsWhatNoKernelHas() {
            throw new IllegalStateException("must not run");
        }

        @Test
        void takesNothingOfOurs() {}
    }

    private static EngineExecutionResults run() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(CheckTestCases.class))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("xe.backend", "linux")
                .execute();
    }

    @Test
    void everyCheckEndsAsItShould() {
        run().testEvents()
                .assertThatEvents()
                .haveExactly(1, event(test("passes"), finishedSuccessfully()))
                .haveExactly(1, event(test("takesNothingOfOurs"), finishedSuccessfully()))
                .haveExactly(
                        1,
                        event(
                                test("violates"),
                                finishedWithFailure(
                                        instanceOf(ContractViolation.class),
                                        message(
                                                text -> text.startsWith(
                                                        "close(-1) on linux: expected success, got EBADF (9); rule NP-019: ")))))
                .haveExactly(
                        1,
                        event(
                                test("leaks"),
                                finishedWithFailure(
                                        instanceOf(IllegalStateException.class),
                                        message(text -> text.startsWith("the check left open: fd ")
                                                && text.endsWith(" from eventfd2(0, 524288)")))))
                .haveExactly(
                        1,
                        event(
                                test("needsWhatNoKernelHas"),
                                abortedWithReason(
                                        instanceOf(TestAbortedException.class),
                                        message(text -> text.matches("(NO_)?NOTIFICATION_PIPE: .*")))));
    }

    @Test
    void aFailureBringsItsEvidence() {
        List<Map<String, String>> entries = run().testEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .toList();

        assertThat(entries)
                .anySatisfy(entry -> assertThat(entry)
                        .containsEntry("expected", "success")
                        .containsEntry("actual", "EBADF (9)")
                        .containsEntry("trace", "close(-1) = -1 EBADF (9)")
                        .containsKey("backend"));
    }
}
