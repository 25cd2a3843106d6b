// SPDX-License-Identifier: MIT
package xe.conformance;

import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.kernel.Errno;

/**
 * A running job whose VM's rebind worker fails on request, so that events come. Its VM has one queue: each request gives one
 * event (RBW-017).
 */
final class ErrorSource implements AutoCloseable {
    private final Vm vm;
    private final LongRunningJob job;
    private final Faults faults;

    private ErrorSource(Vm vm, Faults faults) {
        this.vm = vm;
        this.job = LongRunningJob.start(vm);
        this.faults = faults;
    }

    /** @param vmFlags with RESTARTABLE, ENOSPC and ENOMEM pause the job; without, every error kills it */
    static ErrorSource on(DrmFile file, int vmFlags, Faults faults) {
        return new ErrorSource(file.createVm(vmFlags), faults);
    }

    Vm vm() {
        return vm;
    }

    LongRunningJob job() {
        return job;
    }

    /** Preempts the job and lets the worker's run end with ENOSPC. */
    void fail() {
        faults.failRebind(1);
        job.triggerPreemption();
    }

    /** Preempts the job and lets the worker's run end with {@code errno} (FAIL_FUNCTION). */
    void fail(Errno errno) {
        faults.failFunction(StoppedJob.REBIND_STEP, errno, 1);
        job.triggerPreemption();
    }

    /** Restarts the paused VM and lets this run end with ENOSPC too. */
    void failAgain() {
        faults.failRebind(1);
        vm.restart();
    }

    void assertRuns() {
        StoppedJob.assertGoesOn(job);
    }

    @Override
    public void close() {
        job.close();
    }
}
