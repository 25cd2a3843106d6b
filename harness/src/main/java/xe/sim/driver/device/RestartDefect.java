// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in VM_RESTART, and in what makes it answer 0. */
public enum RestartDefect implements Defect {
    FEAT_001_NULL_GIVES_EINVAL("VM_RESTART with NULL answers EINVAL"),
    FEAT_002_NULL_GIVES_EINVAL_TOO("WATCH_QUEUE with NULL answers EINVAL"),
    FEAT_003_ZEROED_GIVES_EINVAL("VM_RESTART with a zeroed struct answers EINVAL"),
    FEAT_004_RESTARTABLE_UNKNOWN("flag bit 0x10 is unknown although VM_RESTART is there"),
    FEAT_005_EOPNOTSUPP_FOR_ARGUMENTS("WATCH_QUEUE answers EOPNOTSUPP to a bad argument"),

    VMR_001_PAD_IGNORED("pad is not looked at"),
    VMR_002_RESERVED_IGNORED("reserved is not looked at"),
    VMR_003_ID_ZERO_EINVAL("vm_id 0 answers EINVAL"),
    VMR_004_UNKNOWN_ID_EINVAL("an unknown vm_id answers EINVAL"),
    VMR_005_OTHER_FILES_VM_FOUND("VMs of other open files are found"),
    VMR_006_FIRST_FILES_WORKER("the pause of the right VM ends, and the worker of the first file's VM is queued"),
    VMR_006_FIRST_FILES_VM("an id acts on the VM of the file that was opened first"),
    VMR_007_NON_LR_ACCEPTED("a non-LR VM answers EALREADY"),
    VMR_008_FAULT_MODE_ACCEPTED("a fault-mode VM answers EALREADY"),
    VMR_009_FLAG_IGNORED("RESTARTABLE is not looked at"),
    VMR_009_BAN_BEFORE_FLAG("a killed VM answers ENOENT even without RESTARTABLE"),
    VMR_010_KILLED_VM_EALREADY("a killed VM answers EALREADY"),
    VMR_011_FRESH_VM_RESTARTS("a fresh VM without queues answers 0"),
    VMR_011_PAUSE_STAYS_WITH_THE_ID("a new VM is paused if the last one with its id was"),
    VMR_011_BAN_STAYS_WITH_THE_ID("a new VM is banned if the last one with its id was"),
    VMR_012_FRESH_VM_WITH_QUEUE_RESTARTS("a VM whose worker never ran answers 0"),
    VMR_013_LAST_QUEUE_GONE_EALREADY("a VM without queues is not deactivated"),
    VMR_014_WITHOUT_QUEUE_EINVAL("a VM that lost its last queue answers EINVAL"),
    VMR_015_IDLE_QUEUES_EALREADY("a VM with idle queues is not deactivated"),
    VMR_016_PAUSED_VM_EALREADY("a paused VM answers EALREADY"),
    VMR_017_FLAG_NOT_CLEARED("the pause is not cleared"),
    VMR_017_FLAG_CLEARED_BY_THE_WORKER("VM_RESTART leaves it to the worker to end the pause"),
    VMR_018_BUSY_VM_RESTARTS("a busy, healthy VM answers 0"),
    VMR_019_EXEC_LEAVES_PAUSED("EXEC does not bring a paused VM back"),
    VMR_019_FLAG_CLEARED_BY_THE_WORKER("EXEC leaves it to the worker to end the pause"),
    VMR_019_OLDEST_QUEUE_ONLY("EXEC brings a paused VM back only on its oldest queue"),
    VMR_020_STALE_FLAG_STAYS("a pause that ended by itself is not cleared by VM_RESTART"),
    VMR_020_SUCCESS_CLEARS_PAUSE("a successful run clears the pause"),
    VMR_021_FUTURE_TIMESTAMP_EINVAL("a timestamp in the future answers EINVAL"),
    VMR_022_NO_LATENCY_LINE("a timestamp leaves no line in the log"),
    VMR_023_LINE_BEFORE_CHECKS("the latency is logged before the checks"),
    VMR_024_LATENCY_CLAMPED("the latency from a future timestamp is logged as 0"),
    VMR_026_REALTIME("the latency is measured by CLOCK_REALTIME"),
    VMR_029_LOCK_DROPPED_AFTER_EVENT("the worker drops the VM lock between event and pause"),
    VMR_030_WAITS_FOR_WORKER("the call waits for the worker and answers its error"),
    VMR_030_KILL_AFTER_PAUSE_IS_A_PAUSE("a VM that was paused once is paused by any error"),
    VMR_031_STRUCT_COPIED_BACK("the struct is copied back with another timestamp"),
    VMR_032_SHORT_STRUCT_EINVAL("a short struct answers EINVAL"),
    VMR_033_LONG_TAIL_E2BIG("a long struct with a tail that is not zero answers E2BIG"),
    VMR_034_WEDGED_RESTARTS("a wedged device does not answer ECANCELED"),
    VMR_035_BOTH_WIN("two calls at once both get 0"),
    VMR_036_READ_ONLY_REFUSED("a node opened for reading alone answers EACCES"),
    VMR_037_LOOKUP_BEFORE_RESERVED("the VM is looked up before reserved is judged"),
    VMR_038_IDLE_AFTER_PAUSE_POSTS("an idle run after a pause posts the old error again"),
    VMR_039_RESTARTS_LIMITED("the fifth restart of a VM answers EBUSY"),
    VMR_041_OLDEST_VM_RESTARTED("of several paused VMs the oldest is restarted"),
    VMR_041_NEWEST_VM_RESTARTED("of several paused VMs the newest is restarted"),
    VMR_041_ALL_VMS_RESTARTED("all paused VMs of the file are restarted"),
    VMR_041_KILL_ENDS_OTHER_PAUSES("the kill of a VM ends the pause of the file's others"),
    VMR_041_DESTROY_ENDS_OTHER_PAUSES("the end of a VM ends the pause of the file's others"),
    VMR_042_VM_HELD_AFTER_EINVAL("EINVAL keeps a reference to the VM"),
    VMR_042_VM_HELD_AFTER_ENOENT("ENOENT for a killed VM keeps a reference to it"),
    VMR_042_VM_HELD_AFTER_EALREADY("EALREADY keeps a reference to the VM");

    private final String wrong;

    RestartDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
