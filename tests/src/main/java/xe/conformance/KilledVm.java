// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EIO;

import xe.drm.DrmFile;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.kernel.Errno;
import xe.kernel.Wait;
import xe.watch.NotificationPipe;

/**
 * A running job whose VM the rebind worker kills on request, by what every process can do: a page that the VM has bound loses its write
 * permission, so it cannot be pinned again (RBW-031). That needs no fault injection, and RESTARTABLE does not help against it. Closing it
 * ends the job.
 */
record KilledVm(Vm vm, LongRunningJob job) implements AutoCloseable {
    /** What the worker ends with. */
    static final Errno ERROR = Errno.EPERM;

    /** What the kernel logs when its worker kills a VM. */
    static final String IN_LOG = "VM worker error: -\\d+";

    /** What it logs when EXEC meets a queue whose VM is gone. */
    static final String BAN_IN_LOG = "Trying to schedule after vm is closed or banned";

    static final int WATCH_ID = 0x2c;

    /** Still alive, on one queue. */
    static KilledVm alive(DrmFile file, int vmFlags) {
        Vm vm = file.createVm(vmFlags);
        return new KilledVm(vm, LongRunningJob.start(vm));
    }

    /** Killed, which its queue shows. */
    static KilledVm of(DrmFile file, int vmFlags) {
        KilledVm killed = alive(file, vmFlags);
        killed.kill();
        killed.awaitKill();
        return killed;
    }

    /** Killed; the file is subscribed to {@code pipe}, and the event has been read. */
    static KilledVm of(DrmFile file, int vmFlags, NotificationPipe pipe) {
        file.watch(pipe, WATCH_ID);
        KilledVm killed = alive(file, vmFlags);
        killed.kill();
        killed.expectEvent(pipe);
        return killed;
    }

    /** Makes the worker run, and fail. */
    void kill() {
        job.revokeWrite();
    }

    /** Waits until the queue is banned: the worker has then changed all that a kill changes. */
    void awaitKill() {
        assertThat(job.tryAwaitEnd(vm.file().device().deadline())).failsWith(EIO);
    }

    /**
     * Waits for the ban of the queue in the way that sees it first: the ban takes no lock, so it shows while the worker still runs
     * (RBW-026).
     */
    void awaitBan() {
        Wait wait = vm.file().device().deadline().begin("the ban of a queue");
        while (!job.queue().isBanned()) {
            if (!wait.goesOn()) {
                throw new AssertionError("the queue of " + vm + " is not banned");
            }
            Thread.onSpinWait();
        }
    }

    void expectEvent(NotificationPipe pipe) {
        assertThat(pipe.next()).isVmErr(WATCH_ID, vm.id(), ERROR);
    }

    void assertGoesOn() {
        RebindVictim.assertGoesOn(job);
    }

    @Override
    public void close() {
        job.close();
    }
}
