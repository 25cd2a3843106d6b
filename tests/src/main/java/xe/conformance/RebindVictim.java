// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
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
 * A running job whose VM's rebind worker fails on request (FLT-031). Its VM has one queue, so each failure gives one event
 * (RBW-017); it pauses the VM if that is RESTARTABLE and the error can pass, and kills it otherwise. Closing it ends the job.
 */
record RebindVictim(Vm vm, LongRunningJob job, Faults faults) implements AutoCloseable {
    /** What the kernel logs when its worker kills a VM. */
    static final String KILL_IN_LOG = "VM worker error: -\\d+";

    /** What it logs when EXEC meets a queue whose VM is gone. */
    static final String BAN_IN_LOG = "Trying to schedule after vm is closed or banned";

    static final int WATCH_ID = 0x2b;

    /** A function on the rebind worker's path whose failure FAIL_FUNCTION can force. */
    private static final String REBIND_STEP = "xe_pt_update_ops_prepare";

    static Vm restartable(DrmFile file) {
        return file.createVm(LR_MODE | RESTARTABLE);
    }

    /** @param vmFlags with RESTARTABLE, ENOSPC and ENOMEM pause the job; without, every error kills it */
    static RebindVictim on(DrmFile file, int vmFlags, Faults faults) {
        Vm vm = file.createVm(vmFlags);
        return new RebindVictim(vm, LongRunningJob.start(vm), faults);
    }

    /** Has failed once, with ENOSPC; the file is subscribed to {@code pipe}, and the event has been read. */
    static RebindVictim stopped(DrmFile file, int vmFlags, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        RebindVictim stopped = on(file, vmFlags, faults);
        stopped.fail();
        stopped.expectEvent(pipe, ENOSPC);
        return stopped;
    }

    /** {@link #stopped(DrmFile, int, NotificationPipe, Faults)} by {@code errno} of a function of the driver. */
    static RebindVictim stopped(Errno errno, DrmFile file, int vmFlags, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        RebindVictim stopped = on(file, vmFlags, faults);
        stopped.fail(errno);
        stopped.expectEvent(pipe, errno);
        return stopped;
    }

    /** Preempts the job and lets the worker's run end with ENOSPC. */
    void fail() {
        faults.failRebind(1);
        job.triggerPreemption();
    }

    /** Preempts the job and lets the worker's run end with {@code errno} (FAIL_FUNCTION). */
    void fail(Errno errno) {
        faults.failFunction(REBIND_STEP, errno, 1);
        job.triggerPreemption();
    }

    /** Restarts the paused VM and lets this run end with ENOSPC too. */
    void failAgain() {
        faults.failRebind(1);
        vm.restart();
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

    /** Shows that nothing came before: makes a job's worker fail and takes its event as the next one. */
    static void expectNoEarlierEvent(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim witness = on(file, LR_MODE | RESTARTABLE, faults)) {
            witness.fail();
            witness.expectEvent(pipe, ENOSPC);
            witness.vm.restart();
            witness.assertGoesOn();
        }
    }

    @Override
    public void close() {
        job.close();
    }
}
