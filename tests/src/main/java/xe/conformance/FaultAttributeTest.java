// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.FaultAttribute;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.KernelLog;
import xe.drm.LongRunningJob;
import xe.drm.PseudoFile;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** The files of a fault attribute, shown on that of the rebind worker: each candidate call is one run of the worker. */
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class FaultAttributeTest {
    private static final int UNLIMITED = -1;

    /** What {@code dump_stack()} prints, which is no fault of the driver. */
    private static final String STACK_DUMP =
            "^(CPU|Tainted|Hardware name|Workqueue|Stack|Call Trace):|^ </?TASK>|^ [0-9a-f]{8,16} |\\+0x[0-9a-f]+/0x";

    /**
     * Lets the worker run {@code runs} times and tells of each run whether it failed. Each preemption is that of a new job: the run
     * that resumed the one before queues the worker once more, and what that would make of a preemption is not said (RBW-017).
     */
    private static List<Boolean> runs(int runs, DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        List<Boolean> failed = new ArrayList<>();
        while (failed.size() < runs) {
            try (LongRunningJob job = LongRunningJob.start(file.createVm(LR_MODE | RESTARTABLE))) {
                job.triggerPreemption();
                failed.add(RebindVictim.runFails(job, pipe));
                while (failed.size() < runs && failed.getLast()) {
                    job.queue().vm().restart();
                    failed.add(RebindVictim.runFails(job, pipe));
                }
            }
        }
        return failed;
    }

    private static long failures(List<Boolean> runs) {
        return runs.stream().filter(failed -> failed).count();
    }

    @Test
    @Rule("FLT-001")
    void probabilityZeroBeatsEverythingElse(DrmFile file, NotificationPipe pipe, Faults faults) {
        FaultAttribute attribute = faults.rebind();
        attribute.failNext(UNLIMITED);
        attribute.set("space", "9");
        attribute.set("probability", "0");

        assertEqual("failures", 0, failures(runs(3, file, pipe)));
        assertEqual("space", "9", attribute.get("space").strip());
    }

    @Test
    @Rule("FLT-001")
    void spentTimesBeatTheSpace(DrmFile file, NotificationPipe pipe, Faults faults) {
        FaultAttribute attribute = faults.rebind();
        attribute.failNext(0);
        attribute.set("space", "9");

        assertEqual("failures", 0, failures(runs(3, file, pipe)));
        assertEqual("space", "9", attribute.get("space").strip());
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "probability, 0",
        "interval, 1",
        "times, 1",
        "space, 0",
        "verbose, 2",
        "verbose_ratelimit_interval_ms, 0",
        "verbose_ratelimit_burst, 10",
        "task-filter, N"
    })
    @Rule("FLT-002")
    void theDefaultsNeverFail(String name, String value, Faults faults) {
        assertEqual(name, value, faults.rebind().get(name).strip());
    }

    @Test
    @Rule("FLT-003")
    void withDefaultTimesExactlyOneCallFails(DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.rebind().set("verbose", "0");
        faults.rebind().set("probability", "100");

        List<Boolean> runs = runs(3, file, pipe);
        assertEqual("failures of three runs", List.of(true, false, false), runs);
    }

    @ParameterizedTest(name = "times {0}")
    @ValueSource(ints = {1, 2, 3, 7})
    @Rule("FLT-004")
    void exactlyThatManyCallsFail(int times, DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.failRebind(times);

        List<Boolean> runs = runs(times + 2, file, pipe);
        assertEqual("failures", times, failures(runs));
        assertFalse("the run after the last failure fails", runs.get(times));
        assertEqual("times", 0, faults.rebind().timesLeft());
    }

    @Test
    @Rule("FLT-005")
    void timesMinusOneHasNoEnd(DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.failRebind(UNLIMITED);

        assertEqual("failures", 8, failures(runs(8, file, pipe)));
        assertEqual("times", UNLIMITED, faults.rebind().timesLeft());
    }

    @ParameterizedTest(name = "space {0}")
    @ValueSource(ints = {2, 3, 4})
    @Rule("FLT-006")
    void spaceSparesOneCallLessThanItSays(int space, DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.failRebind(UNLIMITED);
        faults.rebind().set("space", Integer.toString(space));

        List<Boolean> runs = runs(space + 1, file, pipe);
        assertEqual("spared runs", space - 1, runs.indexOf(true));
        assertEqual("space", "1", faults.rebind().get("space").strip());
    }

    @ParameterizedTest(name = "interval {0}")
    @ValueSource(ints = {2, 3})
    @Rule("FLT-007")
    void onlyEveryNthCallFails(int interval, DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.failRebind(UNLIMITED);
        faults.rebind().set("interval", Integer.toString(interval));

        assertEqual("failures", 3, failures(runs(3 * interval, file, pipe)));
    }

    @ParameterizedTest(name = "interval {0}")
    @ValueSource(ints = {0, 1})
    @Rule("FLT-008")
    void intervalZeroIsLikeOne(int interval, DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.failRebind(UNLIMITED);
        faults.rebind().set("interval", Integer.toString(interval));

        assertEqual("failures", 4, failures(runs(4, file, pipe)));
    }

    @Test
    @Rule("FLT-009")
    void theTaskFilterSparesTheWorker(DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.failRebind(UNLIMITED);
        faults.rebind().set("task-filter", "Y");

        assertEqual("failures", 0, failures(runs(3, file, pipe)));
    }

    @Test
    @Rule("FLT-010")
    void failNthOfTheCallerDoesNotReachTheWorker(Kernel kernel, DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.failRebind(1);
        faults.rebind().set("probability", "0");
        PseudoFile failNth = new PseudoFile(kernel, "/proc/self/fail-nth");
        failNth.write("1");
        try {
            assertEqual("failures", 0, failures(runs(2, file, pipe)));
        } finally {
            failNth.tryWrite("0").ignore();
        }
    }

    @ParameterizedTest(name = "verbose {0}")
    @ValueSource(ints = {0, 1, 2})
    @Rule("FLT-011")
    @Requires(Feature.KMSG)
    @ExpectsLog(STACK_DUMP)
    void verboseTellsOfTheFailureInTheLog(
            int verbose, DrmFile file, NotificationPipe pipe, Faults faults, KernelLog log) {
        faults.failRebind(1);
        faults.rebind().set("verbose", Integer.toString(verbose));
        log.mark();
        assertEqual("failures", 1, failures(runs(2, file, pipe)));

        List<String> lines = log.read().stream().map(KernelLog.Line::message).toList();
        boolean told = lines.stream().anyMatch(line -> line.contains("FAULT_INJECTION: forcing a failure"));
        boolean traced = lines.stream().anyMatch(line -> line.contains("Call Trace"));
        assertEqual("the log tells of the failure", verbose > 0, told);
        assertEqual("the log has a stack trace", verbose > 1, traced);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"probability, -1", "probability, all", "interval, x", "verbose, -2", "times, some"})
    @Rule("FLT-001")
    void whatIsNoNumberGivesEinval(String name, String value, Faults faults) {
        assertThat(faults.rebind().trySet(name, value)).failsWith(EINVAL);
        assertThat(faults.rebind().trySet(name, "0x1")).succeeds();
        assertTrue(name + " reads 1", faults.rebind().get(name).strip().equals("1"));
    }
}
