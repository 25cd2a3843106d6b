// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in creating and destroying VMs. */
public enum VmDefect implements Defect {
    VMC_001_PLAIN_VM_REFUSED("a VM without flags is refused"),
    VMC_002_EXTENSIONS_IGNORED("extensions are not looked at"),
    VMC_003_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    VMC_004_STOCK_TAKES_RESTARTABLE("a kernel without the series takes flag bit 0x10"),
    VMC_005_HIGH_FLAGS_IGNORED("flag bits from 0x20 on are not looked at"),
    VMC_006_FAULT_MODE_WITHOUT_USM("fault mode is taken on hardware without page faults"),
    VMC_007_FAULT_MODE_WITHOUT_LR("fault mode is taken without LR mode"),
    VMC_008_SCRATCH_WITH_FAULTS_REFUSED("scratch pages with fault mode are refused where they are needed"),
    VMC_009_SCRATCH_WITH_FAULTS_TAKEN("scratch pages with fault mode are taken everywhere"),
    VMC_010_NO_OVERCOMMIT_ALONE("NO_VM_OVERCOMMIT is taken without fault mode"),
    VMC_011_NO_OVERCOMMIT_REFUSED("NO_VM_OVERCOMMIT is refused in fault mode"),
    VMC_012_RESTARTABLE_WITHOUT_LR("RESTARTABLE is taken without LR mode"),
    VMC_013_RESTARTABLE_WITH_SCRATCH_REFUSED("RESTARTABLE is refused together with scratch pages"),
    VMC_014_RESTARTABLE_WITH_FAULT_MODE("RESTARTABLE is taken in fault mode"),
    VMC_015_RESTARTABLE_SKIPS_OVERCOMMIT_TEST("RESTARTABLE skips the test of NO_VM_OVERCOMMIT"),
    VMC_016_INPUT_VM_ID_REFUSED("a vm_id that is not zero on input is refused"),
    VMC_017_VM_ID_ZEROED("vm_id is zeroed before the checks"),
    VMC_018_FORCED_SCRATCH_HIDDEN("the forced scratch flag is not written to the caller's struct"),
    VMC_019_RESERVED_LEAKS("reserved[0] comes back with a kernel address"),
    VMC_020_FIRST_ID_IS_2("the first id is 2"),
    VMC_021_IDS_CYCLIC("ids are handed out in turn, not the lowest free one"),
    VMC_022_IDS_SHARED_BY_FILES("all open files share one id space"),
    VMC_023_CLOSING_A_DUP_CLOSES_VMS("closing one of several descriptors closes the VMs of the file"),
    VMC_024_ENOMEM_AS_EINVAL("running out of memory answers EINVAL"),
    VMC_026_EFAULT_UNDOES_CREATION("a failed copy-out destroys the VM again"),
    VMC_028_FRESH_VM_DEACTIVATED("a fresh VM counts as paused"),
    VMC_029_FAULT_MODE_HAS_PREEMPT_FENCES("a fault-mode VM is treated as one with preempt fences"),

    VMD_001_PAD_IGNORED("pad is not looked at"),
    VMD_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    VMD_003_UNKNOWN_ID_EINVAL("an unknown id answers EINVAL"),
    VMD_004_BUSY_VM_DESTROYED("a VM with live LR queues is destroyed"),
    VMD_005_ALL_QUEUES_COUNT("queues of other VM modes make a VM busy too"),
    VMD_006_BIND_QUEUES_COUNT("bind queues make a VM busy"),
    VMD_007_BUSY_AFTER_QUEUE_DESTROY("the VM stays busy after its last queue was destroyed"),
    VMD_008_BANNED_VM_DESTROYED("a banned VM is destroyed in spite of its queues"),
    VMD_009_BANNED_VM_STAYS("a banned VM cannot be destroyed"),
    VMD_010_PAUSED_VM_DESTROYED("a paused VM is destroyed in spite of its queue"),
    VMD_011_ID_KEPT("the id of a destroyed VM is not given out again"),
    VMD_012_WORKER_AFTER_DESTROY("a worker that is queued runs on the destroyed VM and posts an error"),
    VMD_013_SECOND_DESTROY_SUCCEEDS("destroying an id twice succeeds"),
    BUG_01_ID_WRITTEN_AFTER_PUBLISH("a VM that is destroyed while it is created is written to after its end"),
    VMD_014_CONCURRENT_DESTROY_BOTH_WIN("two threads that destroy one id both get 0"),
    VMD_015_CLOSE_LEAKS_VMS("closing the file leaves its VMs behind");

    private final String wrong;

    VmDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
