// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in the preempt-rebind worker and in what it posts. */
public enum RebindDefect implements Defect {
    RBW_001_BANNED_VM_RUNS("a run on a banned VM posts an error again"),
    RBW_004_IDLE_VM_REBOUND("idle queues do not end the run"),
    RBW_004_FIRST_QUEUE_DECIDES("the first queue alone tells whether a VM is idle"),
    RBW_004_LAST_QUEUE_DECIDES("the last queue alone tells whether a VM is idle"),
    RBW_006_RESET_QUEUE_FAILS_RUN("the fence of a queue that was reset counts as ETIME"),
    RBW_008_REBIND_SKIPPED("the mappings are not written again"),
    RBW_009_VM_BANNED_LAST("the queues of a killed VM are banned under its lock, the VM later"),
    RBW_010_ENOMEM_KILLS("ENOMEM kills a RESTARTABLE VM"),
    RBW_010_NEWEST_QUEUE_BANNED("a pause bans the newest of several queues"),
    RBW_011_NO_WARNING("a kill leaves no line in the kernel log"),
    RBW_011_QUEUES_SURVIVE("a kill bans the VM but not its queues"),
    RBW_011_FIRST_QUEUE_ONLY("a kill bans only the first queue of the VM"),
    RBW_011_LAST_QUEUE_ONLY("a kill bans only the last queue of the VM"),
    RBW_011_IDLE_QUEUES_SURVIVE("a kill bans only the queues that have a job"),
    RBW_011_QUEUES_OF_THE_FILE("a kill bans the queues of the file's other VMs too"),
    RBW_012_FIRST_QUEUE_ONLY("a successful run resumes only the first queue"),
    RBW_012_LAST_QUEUE_ONLY("a successful run resumes only the last queue"),
    RBW_012_QUEUES_STAY_SUSPENDED("a successful run does not resume the queues"),
    RBW_013_EVENT_WHEN_IDLE("a run that finds the VM idle posts an event"),
    RBW_014_QUEUE_DESTROY_IS_NO_TRIGGER("destroying an LR queue does not queue the worker"),
    RBW_014_LAST_QUEUE_ONLY("only the destruction of a VM's last queue queues the worker"),
    RBW_015_PAUSED_WORKER_SLEEPS("a deactivated worker returns at once"),
    RBW_017_RETRIES_BY_ITSELF("a paused worker queues itself again"),
    RBW_019_PAUSED_QUEUE_RUNS("a pause resumes the queues"),
    RBW_023_KILL_POSTS_TWICE("a kill posts two events"),
    RBW_024_FIRST_FAILURE_ONLY("only the first failed run of a VM posts an event"),
    RBW_027_QUEUE_CREATE_DOES_NOT_RETRY("a new queue on a paused VM does not queue the worker"),
    RBW_026_BAN_NEVER_SHOWS("a queue of a killed VM never reads as banned"),
    RBW_029_NO_ERRNO("the error of an event is no errno"),
    RBW_030_FAULT_MODE_POSTS("VMs without preempt fences post events when mappings go"),
    RBW_031_NO_WRITE_PERMISSION_NEEDED("a page that lost its write permission is pinned again all the same"),
    RBW_031_PAUSES("a page that cannot be pinned pauses a RESTARTABLE VM"),
    RBW_032_REBIND_QUEUES_NOTHING("a run that wrote a mapping does not queue the worker once more"),
    RBW_033_FAULT_KILLS_THE_VM("a queue that faults takes its VM along"),

    EVT_001_MARCH_LENGTH("the record has the 16 bytes of the March series"),
    EVT_006_POSTED_TO_ALL_FILES("all open files of the device get the event"),
    EVT_007_POSTED_TO_THE_PROCESS("the event goes to the newest open file of the process"),
    EVT_008_REPLAY("a new subscription gets the last event"),
    EVT_009_GLOBAL_VM_ID("vm_id is a number of the device, not of the file"),
    EVT_009_FIRST_VM("vm_id is that of the file's first VM"),
    EVT_009_NEWEST_VM("vm_id is that of the file's newest VM"),
    EVT_009_PLACE_IN_THE_FILE("vm_id is the VM's place among those that the file has now"),
    EVT_010_POSITIVE_ERROR("error_code is positive"),
    EVT_011_TIMESTAMP_ZERO("timestamp_ns is 0"),
    EVT_011_FIRST_TIMESTAMP_AGAIN("timestamp_ns is that of the VM's first error"),
    EVT_012_REALTIME("timestamp_ns is CLOCK_REALTIME"),
    EVT_014_MICROSECONDS("timestamp_ns is in microseconds"),
    EVT_015_TIMESTAMPS_DECREASE("timestamps run backwards"),
    EVT_016_ENOSPC_PAUSE_SILENT("a pause by ENOSPC posts no event"),
    EVT_017_OTHER_KILL_SILENT("a RESTARTABLE VM is killed without an event"),
    EVT_018_PLAIN_KILL_SILENT("a VM without RESTARTABLE is killed without an event"),
    EVT_019_PAUSE_FLAG_IN_CODE("error_code has a bit that tells a pause from a kill"),
    EVT_020_LATE_STATE("the VM lock is dropped between event and state"),
    EVT_021_DESTROYED_VM_POSTS("a worker queued at VM_DESTROY posts an event"),
    EVT_022_SUBTYPE_ONE("the subtype is 1"),
    EVT_027_NODE_READABLE("an event makes the DRM node readable"),

    FLT_013_OLDEST_FILE_ONLY("the attribute hits only VMs of the oldest open file"),
    FLT_013_OLDEST_VM_ONLY("the attribute hits only the oldest VM of a file"),
    FLT_013_NEWEST_VM_ONLY("the attribute hits only the newest VM of a file"),
    FLT_014_EVERY_VM_FAILS("a failure that one VM took counts for every other VM too"),
    FLT_020_NO_MINOR_LINKS("debugfs has no links named by minor number"),
    FLT_021_NO_FAIL_GT_RESET("fail_gt_reset is missing"),
    FLT_022_CSC_ERROR_EVERYWHERE("inject_csc_hw_error is there on every platform"),
    FLT_023_BELOW_TILE_0("the attribute is below the directory of tile 0"),
    FLT_024_ANOTHER_NAME("the attribute is called rebind_fault"),
    FLT_025_BEFORE_THE_REBIND("the error is injected before the mappings are written"),
    FLT_026_IDLE_RUN_FAILS("the error is injected before the test for idle queues"),
    FLT_027_ENOMEM_INJECTED("the injected error is ENOMEM"),
    FLT_030_FAILS_BY_DEFAULT("the attribute injects without being armed"),
    FLT_033_RESTART_FAILS_AGAIN("a restart fails although the budget is used up"),
    FLT_034_BUDGET_USED_TWICE("each failed run takes two from the budget"),
    FLT_035_PLAIN_VM_HIT("a VM without RESTARTABLE is hit too"),
    FLT_036_RETVAL_IGNORED("an injected function always fails with EINVAL"),
    FLT_037_INJECTED_ENOMEM_RETRIED("an injected ENOMEM is tried again before it counts"),
    FLT_038_WARNING_ON_PAUSE("a pause warns in the log as a kill does"),
    FLT_040_PLAIN_VM_PAUSED("an older attribute's ENOSPC pauses a VM without RESTARTABLE"),
    FLT_040_PLAIN_VM_SPARED("an older attribute spares VMs without RESTARTABLE");

    private final String wrong;

    RebindDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
