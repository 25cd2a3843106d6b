// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOMEM;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import xe.drm.Bo;
import xe.drm.LongRunningJob;
import xe.drm.MemoryPressure;
import xe.drm.Vm;
import xe.watch.NotificationPipe;

/**
 * A VM whose buffers fill the memory, with a job that runs in it. When one of them is evicted, its rebind worker cannot bring it back: nothing
 * that the VM maps may go in its place. Closing it ends the job; closing the pressure ends the VM.
 */
record FullVm(Vm vm, LongRunningJob job, MemoryPressure pressure) implements AutoCloseable {
    static final int WATCH_ID = 0x3c;

    /** What is left for queues and page tables of the check. */
    static final long LEFT = 16 * MemoryPressure.UNIT;

    /** More than is left. */
    static final long GROWTH = 2 * LEFT;

    static FullVm of(Vm vm, MemoryPressure pressure) {
        return of(vm, LEFT, pressure);
    }

    static FullVm of(Vm vm, long left, MemoryPressure pressure) {
        FullVm full = new FullVm(vm, LongRunningJob.start(vm), pressure);
        pressure.fill(vm, left);
        return full;
    }

    /** Has grown, and the event has been read. */
    static FullVm grown(Vm vm, MemoryPressure pressure, NotificationPipe pipe) {
        vm.file().watch(pipe, WATCH_ID);
        FullVm full = of(vm, pressure);
        full.grow().expectEvent(pipe);
        return full;
    }

    /** Takes more memory than is left, for a buffer of the VM that pushes out another one. */
    @CanIgnoreReturnValue
    FullVm grow() {
        growBy(GROWTH);
        return this;
    }

    @CanIgnoreReturnValue
    Bo growBy(long bytes) {
        return pressure.allocateFor(vm, bytes);
    }

    /** Gives memory of {@link #grow} back, and so as much as what was pushed out lacks. */
    void shrink() {
        pressure.freeLast();
    }

    void expectEvent(NotificationPipe pipe) {
        assertThat(pipe.next()).isVmErr(WATCH_ID, vm.id(), ENOMEM);
    }

    void assertGoesOn() {
        RebindVictim.assertGoesOn(job);
    }

    @Override
    public void close() {
        job.close();
    }
}
