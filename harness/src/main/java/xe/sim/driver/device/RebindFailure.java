// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EPERM;
import static xe.sim.driver.device.ExhaustionDefect.RBW_041_PLAIN_VM_PAUSED;
import static xe.sim.driver.device.ExhaustionDefect.RBW_043_SAME_ERROR_ONCE;
import static xe.sim.driver.device.ExhaustionDefect.RBW_045_EVERY_VM_PAUSED;
import static xe.sim.driver.device.RebindDefect.EVT_016_ENOSPC_PAUSE_SILENT;
import static xe.sim.driver.device.RebindDefect.EVT_017_OTHER_KILL_SILENT;
import static xe.sim.driver.device.RebindDefect.EVT_018_PLAIN_KILL_SILENT;
import static xe.sim.driver.device.RebindDefect.EVT_020_LATE_STATE;
import static xe.sim.driver.device.RebindDefect.FLT_038_WARNING_ON_PAUSE;
import static xe.sim.driver.device.RebindDefect.FLT_040_PLAIN_VM_PAUSED;
import static xe.sim.driver.device.RebindDefect.RBW_010_ENOMEM_KILLS;
import static xe.sim.driver.device.RebindDefect.RBW_010_NEWEST_QUEUE_BANNED;
import static xe.sim.driver.device.RebindDefect.RBW_011_NO_WARNING;
import static xe.sim.driver.device.RebindDefect.RBW_017_RETRIES_BY_ITSELF;
import static xe.sim.driver.device.RebindDefect.RBW_019_PAUSED_QUEUE_RUNS;
import static xe.sim.driver.device.RebindDefect.RBW_023_KILL_POSTS_TWICE;
import static xe.sim.driver.device.RebindDefect.RBW_024_FIRST_FAILURE_ONLY;
import static xe.sim.driver.device.RebindDefect.RBW_031_PAUSES;
import static xe.sim.driver.device.RestartDefect.VMR_016_PAUSED_VM_EALREADY;
import static xe.sim.driver.device.RestartDefect.VMR_029_LOCK_DROPPED_AFTER_EVENT;
import static xe.sim.driver.device.RestartDefect.VMR_030_KILL_AFTER_PAUSE_IS_A_PAUSE;
import static xe.sim.driver.device.SubscribeDefect.WQ_041_PAUSED_VM_HOLDS_THE_FILE;

import java.util.List;
import xe.kernel.Errno;
import xe.sim.os.KernelLog;
import xe.sim.pipe.WatchDefect;

/**
 * What a failed run of the rebind worker leads to: first the event, then the state, under the VM lock (RBW-009).
 */
final class RebindFailure {
    private final XeVm vm;
    private final XeDevice device;
    private final RebindWorker worker;

    RebindFailure(XeVm vm) {
        this.vm = vm;
        this.device = vm.device();
        this.worker = vm.rebindWorker();
    }

    void handle(Errno error) {
        boolean pause = pauses(error);
        boolean stateFirst = device.has(WatchDefect.RBW_009_STATE_BEFORE_EVENT);
        if (stateFirst) {
            change(error, pause);
            device.machine().race().meet(); // a reader finds the pipe empty
        }
        if (reported(error, pause)) {
            post(error);
        }
        if (!stateFirst) {
            if ((pause && device.has(VMR_029_LOCK_DROPPED_AFTER_EVENT)) || device.has(EVT_020_LATE_STATE)) {
                device.lateState().letOneCallIn(vm);
            }
            change(error, pause);
        }
    }

    /** Posts the event to the file that created the VM. */
    void post(Errno error) {
        new VmErrorEvent(vm).post(error);
    }

    /** RBW-010. */
    private boolean pauses(Errno error) {
        if (error == ENOMEM && device.has(RBW_010_ENOMEM_KILLS)) {
            return false;
        }
        boolean restartable = vm.restartable()
                || (error == ENOSPC && device.has(FLT_040_PLAIN_VM_PAUSED))
                || (error == ENOMEM && device.has(RBW_041_PLAIN_VM_PAUSED));
        boolean passes = error == ENOMEM
                || error == ENOSPC
                || (error == EPERM && device.has(RBW_031_PAUSES))
                || (worker.failures() > 0 && device.has(VMR_030_KILL_AFTER_PAUSE_IS_A_PAUSE));
        return restartable && passes;
    }

    private boolean reported(Errno error, boolean pause) {
        if (worker.failures() > 0 && device.has(RBW_024_FIRST_FAILURE_ONLY)) {
            return false;
        }
        if (error == ENOMEM && worker.lastError() == ENOMEM && device.has(RBW_043_SAME_ERROR_ONCE)) {
            return false;
        }
        if (pause) {
            return error != ENOSPC || !device.has(EVT_016_ENOSPC_PAUSE_SILENT);
        }
        return !device.has(vm.restartable() ? EVT_017_OTHER_KILL_SILENT : EVT_018_PLAIN_KILL_SILENT);
    }

    private void change(Errno error, boolean pause) {
        worker.countFailure();
        if (pause) {
            pause(error);
            return;
        }
        if (!device.has(RBW_011_NO_WARNING)) {
            device.log().printk(KernelLog.WARNING, "VM worker error: " + error.negated()); // RBW-011
        }
        vm.kill();
        if (device.has(RBW_023_KILL_POSTS_TWICE)) {
            post(error);
        }
    }

    private void pause(Errno error) {
        if (!device.has(VMR_016_PAUSED_VM_EALREADY)) {
            worker.setDeactivated(true);
        }
        if (error == ENOMEM && device.has(RBW_045_EVERY_VM_PAUSED)) {
            device.vms().forEach(other -> other.rebindWorker().setDeactivated(true));
        }
        if (device.has(FLT_038_WARNING_ON_PAUSE)) {
            device.log().printk(KernelLog.WARNING, "VM worker error: " + error.negated());
        }
        List<ExecQueue> queues = vm.preemption().queues();
        if (queues.size() > 1 && device.has(RBW_010_NEWEST_QUEUE_BANNED)) {
            queues.getLast().ban();
        }
        if (device.has(WQ_041_PAUSED_VM_HOLDS_THE_FILE)) {
            vm.hold();
        }
        device.log().debug("preempt_rebind_work_func", "Rebind deactivated VM on error -" + error.name());
        if (device.has(RBW_019_PAUSED_QUEUE_RUNS)) {
            queues.forEach(ExecQueue::resume);
        }
        if (device.has(RBW_017_RETRIES_BY_ITSELF)) {
            worker.queue();
        }
    }
}
