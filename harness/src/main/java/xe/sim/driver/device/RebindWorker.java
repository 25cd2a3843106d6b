// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RestartDefect.VMR_019_EXEC_LEAVES_PAUSED;
import static xe.sim.driver.device.VmDefect.VMC_028_FRESH_VM_DEACTIVATED;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    private volatile boolean ran;
    private volatile int failures;
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
        boolean was = deactivated.getAndSet(false);
        if (was) {
            restarts.incrementAndGet();
        }
        return was;
    }

    /** A successful EXEC brings a deactivated worker back (VMR-019); the VM lock is held. */
    public void reactivate() {
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

    int failures() {
        return failures;
    }

    void countFailure() {
        int before = failures;
        failures = before + 1;
    }
}
