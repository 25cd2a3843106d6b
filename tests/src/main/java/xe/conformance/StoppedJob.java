// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ENOSPC;

import java.util.Optional;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.kernel.Errno;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/**
 * A job whose VM's rebind worker has failed once, on purpose: paused if the VM is RESTARTABLE and the error can pass, killed
 * otherwise. The event has been read. Closing it ends the job.
 */
record StoppedJob(Vm vm, LongRunningJob job) implements AutoCloseable {
    static final int WATCH_ID = 0x2b;

    /** A function on the rebind worker's path whose failure FAIL_FUNCTION can force. */
    static final String REBIND_STEP = "xe_pt_update_ops_prepare";

    /** Stopped by the rebind worker's own fault attribute, with ENOSPC; the file is subscribed to {@code pipe}. */
    static StoppedJob byEnospc(DrmFile file, int vmFlags, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        StoppedJob stopped = new StoppedJob(file.createVm(vmFlags));
        faults.failRebind(1);
        stopped.job.triggerPreemption();
        stopped.expectEvent(pipe, ENOSPC);
        return stopped;
    }

    /** Stopped by a function of the driver that returns {@code errno}. */
    static StoppedJob by(Errno errno, DrmFile file, int vmFlags, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        StoppedJob stopped = new StoppedJob(file.createVm(vmFlags));
        faults.failFunction(REBIND_STEP, errno, 1);
        stopped.job.triggerPreemption();
        stopped.expectEvent(pipe, errno);
        return stopped;
    }

    private StoppedJob(Vm vm) {
        this(vm, LongRunningJob.start(vm));
    }

    void expectEvent(NotificationPipe pipe, Errno errno) {
        assertThat(pipe.next()).isVmErr(WATCH_ID, vm.id(), errno);
    }

    /**
     * Makes the worker of a job run once, by a preemption, and tells whether the run failed: an event came instead of progress.
     */
    static boolean rebindFails(LongRunningJob job, NotificationPipe pipe) {
        job.triggerPreemption();
        return runFails(job, pipe);
    }

    /** Whether the worker run that is under way fails. */
    static boolean runFails(LongRunningJob job, NotificationPipe pipe) {
        job.letStep();
        long end =
                System.nanoTime() + job.queue().vm().file().device().deadline().toNanos();
        while (System.nanoTime() < end) {
            Optional<Notification> event = pipe.nextNow();
            if (event.isPresent()) {
                return true;
            }
            if (job.hasCaughtUp(LongRunningJob.SLICE)) {
                return false;
            }
        }
        throw new AssertionError("the rebind worker neither resumed the job nor reported an error");
    }

    void assertGoesOn() {
        assertGoesOn(job);
    }

    /** A job that the worker has resumed makes its next step. */
    static void assertGoesOn(LongRunningJob job) {
        Vm vm = job.queue().vm();
        assertTrue(
                "the job of " + vm + " goes on", job.tryStep(vm.file().device().deadline()));
    }

    @Override
    public void close() {
        job.close();
    }
}
