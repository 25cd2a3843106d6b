// SPDX-License-Identifier: MIT
package xe.sim.fault;

import xe.sim.os.Defect;

/**
 * Bugs in the fault injection attributes.
 */
public enum FaultDefect implements Defect {
    FLT_001_SPACE_USED_UP_FIRST("the space budget shrinks before the task filter and times are looked at"),
    FLT_002_FAILS_BY_DEFAULT("probability is 100 by default"),
    FLT_003_DEFAULT_TIMES_UNLIMITED("times is -1 by default"),
    FLT_004_TIMES_NOT_COUNTED("times does not count down"),
    FLT_004_TIMES_START_AGAIN("times never gets to 0"),
    FLT_005_UNLIMITED_IS_COUNTED("times -1 counts down"),
    FLT_006_WHOLE_SPACE_USED("space n suppresses n calls"),
    FLT_007_INTERVAL_IGNORED("interval is not looked at"),
    FLT_007_PERIOD_IS_ONE_LONGER("interval n makes every call n + 1 fail"),
    FLT_008_INTERVAL_0_DISABLES("interval 0 disables injection"),
    FLT_009_TASK_FILTER_IGNORED("the task filter lets workers pass"),
    FLT_010_WORKER_OBEYS_FAIL_NTH("fail-nth of a task reaches the workers"),
    FLT_011_NEVER_SILENT("verbose 0 still writes to the log"),
    FLT_011_NO_STACK_TRACE("verbose 2 writes no stack trace");

    private final String wrong;

    FaultDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
