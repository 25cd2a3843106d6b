// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/**
 * Bugs in EXEC, in its sync entries and in WAIT_USER_FENCE.
 */
public enum ExecDefect implements Defect {
    EXE_001_EXTENSIONS_IGNORED("extensions are not looked at"),
    EXE_002_LAST_PAD_IGNORED("pad[2] is not looked at"),
    EXE_003_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    SYN_005_UNKNOWN_FLAG_ACCEPTED("flags of a sync that nobody defined are not looked at"),
    SYN_006_SECOND_RESERVED_IGNORED("reserved[1] of a sync is not looked at"),
    SYN_007_UNKNOWN_TYPE_IGNORED("a sync of a type that nobody defined is left out"),
    EXT_016_SYNC_EXTENSIONS_JUDGED("extensions of a sync must be zero"),
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
