// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RestartDefect.VMR_017_FLAG_CLEARED_BY_THE_WORKER;
import static xe.sim.driver.device.RestartDefect.VMR_019_EXEC_LEAVES_PAUSED;
import static xe.sim.driver.device.RestartDefect.VMR_019_FLAG_CLEARED_BY_THE_WORKER;
import static xe.sim.driver.device.RestartDefect.VMR_019_OLDEST_QUEUE_ONLY;
import static xe.sim.driver.device.RestartDefect.VMR_020_STALE_FLAG_STAYS;
import static xe.sim.driver.device.VmDefect.VMC_028_FRESH_VM_DEACTIVATED;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import xe.kernel.Errno;
import xe.sim.os.Work;

/**
 * The rebind worker of a VM ({@code preempt.rebind_work}), and how its runs ended. {@link RebindRun} is one run of it.
 */
public final class RebindWorker {
    private final XeVm vm;
    private final Work work;
    private final AtomicBoolean deactivated = new AtomicBoolean();
    private final AtomicInteger restarts = new AtomicInteger();

    /** Whether a defect has left it to the next run to clear the flag. */
    private volatile boolean clearsLate;

    private volatile boolean ran;
    private volatile int failures;
    private volatile @Nullable Long firstErrorAt;
    private volatile Errno lastError = Errno.OK;

    RebindWorker(XeVm vm) {
        this.vm = vm;
        this.work = new Work(vm.device().rebinds(), () -> new RebindRun(vm).run());
        deactivated.set(vm.device().has(VMC_028_FRESH_VM_DEACTIVATED));
    }

    /** Queues the worker, unless it is queued already. */
    public void queue() {
        work.queue();
    }

    /** Waits for a run that is queued or under way. */
    public void flush() {
        work.flush();
    }

    /** {@code preempt.rebind_deactivated}: the worker found nothing to do, or was paused by an error. */
    public boolean deactivated() {
        return deactivated.get();
    }

    public void setDeactivated(boolean value) {
        deactivated.set(value);
    }

    /** Clears the flag under the reservation lock; whether it was set (VMR-035). */
    public boolean takeDeactivated() {
        if (vm.device().has(VMR_020_STALE_FLAG_STAYS) && !vm.preemption().fencesWaiting()) {
            return deactivated.get();
        }
        if (vm.device().has(VMR_017_FLAG_CLEARED_BY_THE_WORKER) && deactivated.get()) {
            meetLateRun();
            clearsLate = true;
            return true;
        }
        boolean was = deactivated.getAndSet(false);
        meetLateRun();
        if (was) {
            restarts.incrementAndGet();
        }
        return was;
    }

    /** A call that has found the flag set lets the run that clears it go on. */
    private void meetLateRun() {
        if (clearsLate) {
            vm.device().machine().race().meet();
        }
    }

    /** A run that has to clear the flag begins, and no lock is held: so late that another call has found it set, if one comes. */
    void clearLate() {
        if (clearsLate) {
            vm.device().machine().race().meet();
            clearsLate = false;
            deactivated.set(false);
        }
    }

    /** A successful EXEC brings a deactivated worker back (VMR-019); the VM lock is held. */
    public void reactivate(ExecQueue queue) {
        if (deactivated.get() && vm.device().has(VMR_019_FLAG_CLEARED_BY_THE_WORKER)) {
            clearsLate = true;
            queue();
            return;
        }
        if (vm.device().has(VMR_019_OLDEST_QUEUE_ONLY)
                && vm.preemption().queues().indexOf(queue) > 0) {
            return;
        }
        if (vm.preemptFenceMode()
                && deactivated.get()
                && !vm.device().has(VMR_019_EXEC_LEAVES_PAUSED)
                && deactivated.getAndSet(false)) {
            queue();
        }
    }

    /** How often VM_RESTART has cleared a pause. */
    public int restarts() {
        return restarts.get();
    }

    /** Whether a run has begun so far. */
    public boolean ran() {
        return ran;
    }

    /** A run has begun, on a VM that is neither closed nor banned. */
    void begun() {
        ran = true;
    }

    /** The run that had {@link #begun} is over. */
    void ended(Errno error) {
        lastError = error;
    }

    /** How the last run ended. */
    public Errno lastError() {
        return lastError;
    }

    /** When the first error was, which only a defect asks for. */
    long firstErrorAt(long now) {
        Long first = firstErrorAt;
        firstErrorAt = first == null ? now : first;
        return first == null ? now : first;
    }

    int failures() {
        return failures;
    }

    void countFailure() {
        int before = failures;
        failures = before + 1;
    }
}
