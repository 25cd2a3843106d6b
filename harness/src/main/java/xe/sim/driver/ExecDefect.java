// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/**
 * Bugs in EXEC, in its sync entries and in WAIT_USER_FENCE.
 */
public enum ExecDefect implements Defect {
    RBW_019_WAIT_ON_PAUSED_QUEUE_FAILS("waiting with the queue of a paused VM gives EIO"),
    RBW_020_WAIT_IGNORES_BAN("waiting with a banned queue runs into the time-out"),
    RBW_020_EXEC_ON_BANNED_QUEUE("EXEC on a banned queue says that it was submitted"),
    RBW_021_QUEUE_STATUS_NOT_TESTED("EXEC looks at the VM only, so one without a batch succeeds on a killed queue"),
    RBW_025_EMPTY_EXEC_REACTIVATES("EXEC without a batch restarts the rebind worker"),
    SYN_010_SYNCOBJ_SIGNALS_FOR_LONG_RUNNING_VM("a long-running VM takes a sync object to signal");

    private final String wrong;

    ExecDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
