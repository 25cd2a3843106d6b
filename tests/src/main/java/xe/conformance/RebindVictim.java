// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ENOSPC;

import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.kernel.Errno;
import xe.watch.NotificationPipe;

/**
 * A running job on a RESTARTABLE VM whose rebind worker fails on request, by fault injection (FLT-031). Its VM has one queue, so each
 * failure gives one event (RBW-017). ENOSPC and ENOMEM pause it; what kills a VM without fault injection is {@link KilledVm}. Closing it
 * ends the job.
 */
record RebindVictim(Vm vm, LongRunningJob job, Faults faults) implements AutoCloseable {
    static final int WATCH_ID = 0x2b;

    /** A function on the rebind worker's path whose failure FAIL_FUNCTION can force. */
    private static final String REBIND_STEP = "xe_pt_update_ops_prepare";

    static Vm restartable(DrmFile file) {
        return file.createVm(LR_MODE | RESTARTABLE);
    }

    static RebindVictim on(DrmFile file, Faults faults) {
        return on(file, LR_MODE | RESTARTABLE, faults);
    }

    /** @param vmFlags without RESTARTABLE, only a failing function of the driver or an older fault attribute hits the VM */
    static RebindVictim on(DrmFile file, int vmFlags, Faults faults) {
        Vm vm = file.createVm(vmFlags);
        return new RebindVictim(vm, LongRunningJob.start(vm), faults);
    }

    /** Has failed once, with ENOSPC, and is paused; the file is subscribed to {@code pipe}, and the event has been read. */
    static RebindVictim stopped(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        RebindVictim stopped = on(file, faults);
        stopped.fail();
        stopped.expectEvent(pipe, ENOSPC);
        return stopped;
    }

    /** {@link #stopped(DrmFile, NotificationPipe, Faults)} by {@code errno} of a function of the driver (FAIL_FUNCTION). */
    static RebindVictim stopped(Errno errno, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        RebindVictim stopped = on(file, faults);
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
        job.replacePage(); // so that the worker has something to write
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
        return job.stepOrEvent(pipe).isPresent();
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
        try (RebindVictim witness = on(file, faults)) {
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
