// SPDX-License-Identifier: MIT
package xe.sim.driver.exec;

import xe.sim.os.Defect;

/**
 * Bugs in EXEC, in its sync entries and in WAIT_USER_FENCE.
 */
public enum ExecDefect implements Defect {
    EXE_001_EXTENSIONS_IGNORED("extensions are not looked at"),
    EXE_002_LAST_PAD_IGNORED("pad[2] is not looked at"),
    EXE_003_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    RBW_019_WAIT_ON_PAUSED_QUEUE_FAILS("waiting with the queue of a paused VM gives EIO"),
    RBW_020_WAIT_IGNORES_BAN("waiting with a banned queue runs into the time-out"),
    RBW_020_EXEC_ON_BANNED_QUEUE("EXEC on a banned queue says that it was submitted"),
    RBW_021_QUEUE_STATUS_NOT_TESTED("EXEC looks at the VM only, so one without a batch succeeds on a killed queue"),
    RBW_025_EMPTY_EXEC_REACTIVATES("EXEC without a batch restarts the rebind worker"),
    EXE_004_SYNCS_NOT_LIMITED("the number of syncs is not looked at"),
    EXE_005_UNKNOWN_QUEUE_EINVAL("an unknown queue gives EINVAL"),
    EXE_006_BIND_QUEUE_ENOENT("a bind queue gives ENOENT"),
    EXE_007_WIDTH_IGNORED("the number of batches is not held against the width"),
    EXE_008_BANNED_QUEUE_EIO("a banned queue gives EIO"),
    EXE_009_JOBS_NOT_LIMITED("a queue takes any number of jobs"),
    EXE_010_SYNC_ERROR_IS_EFAULT("any bad sync gives EFAULT"),
    EXE_011_UNREADABLE_ADDRESSES_EINVAL("addresses of batches that cannot be read give EINVAL"),
    EXE_012_EMPTY_EXEC_REFUSED("EXEC without batches and syncs gives EINVAL"),
    EXE_013_EMPTY_EXEC_SIGNALS_NOTHING("EXEC without a batch signals no sync object"),
    EXE_014_EMPTY_EXEC_WAITS("EXEC without a batch takes what it is to wait for"),
    EXE_015_EMPTY_EXEC_WRITES_USER_FENCE("EXEC without a batch writes user fences"),
    EXE_016_LONG_RUNNING_EMPTY_EXEC_JUDGED("EXEC without a batch refuses to wait in a long-running VM, too"),
    EXE_018_DESTROYED_VM_RUNS("a queue of a destroyed VM takes batches"),
    EXE_019_DESTROYED_VM_EMPTY_EXEC("a queue of a destroyed VM takes no EXEC without a batch either"),
    EXE_020_VANISHED_USERPTR_FAILS("EXEC gives EFAULT if memory of a userptr is gone");

    private final String wrong;

    ExecDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
