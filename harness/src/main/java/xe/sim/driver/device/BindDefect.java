// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/**
 * Bugs in what VM_BIND maps, and in how userptrs follow the process.
 */
public enum BindDefect implements Defect {
    BND_001_UNKNOWN_VM_ENOENT("an unknown VM answers ENOENT"),
    BND_005_SYNCS_NOT_LIMITED("the number of syncs is not looked at"),
    BND_006_LARGE_ARRAY_ENOMEM("an array too large to allocate gives ENOMEM"),
    BND_007_UNREADABLE_ARRAY_EINVAL("an array that cannot be read gives EINVAL"),
    BND_008_ARRAY_OF_ONE("of an array only the first operation is carried out"),
    BND_009_EMPTY_LIST_JUDGED("the operation in the request must be zero if none is asked for"),
    BND_050_BAD_OPERATION_ENDS_THE_LIST("operations before a bad one are carried out"),
    BND_060_ZERO_IS_THE_FIRST_QUEUE("queue 0 is the first queue of the file, if there is one"),
    BND_061_UNKNOWN_QUEUE_EINVAL("an unknown queue answers EINVAL"),
    BND_062_ENGINE_QUEUE_ACCEPTED("binds go through queues of engines, too"),
    BND_063_QUEUE_OF_ANY_VM("a bind queue serves other VMs, too"),
    BND_064_BANNED_VM_BINDS("a killed VM takes binds"),
    BND_085_SYNCS_READ_LAST("sync entries are read when the mappings are changed"),
    BND_100_NOTHING_GIVES_EINVAL("a bind without operations and syncs gives EINVAL"),
    BND_101_EMPTY_BIND_SIGNALS_NOTHING("without operations no sync object signals"),
    BND_102_EMPTY_BIND_WAITS("without operations a bind takes what it is to wait for"),
    BND_103_IDLE_UNMAP_SIGNALS_NOTHING("an unmap that finds nothing signals nothing"),
    BND_104_IDLE_UNMAP_WAITS("an unmap that finds nothing takes what it is to wait for"),
    BND_105_IDLE_PREFETCH_SIGNALS_NOTHING("a prefetch that finds nothing signals nothing"),
    BND_002_SECOND_PAD_IGNORED("pad2 is not looked at"),
    BND_003_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    BND_004_EXTENSIONS_IGNORED("extensions are not looked at"),
    BND_010_LAST_RESERVED_JUDGED("reserved[2] of an operation must be zero"),
    EXT_016_OPERATION_EXTENSIONS_JUDGED("extensions of an operation must be zero"),
    BND_107_DEFERRED_MAP_WAITS("a mapping that is made at the first fault takes what it is to wait for"),
    BND_108_REFUSED_MIRROR_IS_GONE("a mirror that cannot wait is not there either"),
    BND_109_MAP_REFUSES_WHAT_IS_THERE("a range where something is mapped takes no further mapping"),
    BND_110_OFFSET_OF_A_PIECE_LOST("what remains behind a hole shows the beginning of the buffer"),
    BND_111_UNMAP_STOPS_AT_A_HOLE("an unmap goes as far as the first mapping"),
    BND_112_UNMAP_ALL_OF_ONE("UNMAP_ALL removes one mapping alone"),
    BND_113_REFUSED_USERPTR_STAYS("memory that is not there is refused, and mapped"),
    BND_114_READ_ONLY_MEMORY_WRITTEN("memory that the process may not write is mapped to be written"),
    BND_115_READ_ONLY_REFUSED("memory that the process may not write is not mapped to be read either"),
    BND_116_UNREADABLE_MEMORY_EINVAL("memory that cannot be read gives EINVAL"),
    BND_117_WRAP_EFAULT("memory that wraps around gives EFAULT"),
    BND_118_VANISHED_USERPTR_STAYS("a userptr whose memory is gone cannot be unmapped"),
    BND_123_PREFETCH_ANYWHERE("a prefetch goes to regions that the buffer must not be in, too"),
    BND_124_ADVICE_NEEDS_VRAM("where advice says is not taken for a buffer in system memory"),
    BND_125_REGION_FOR_ALL("a prefetch takes all its buffers to the region"),
    BND_126_PENDING_FENCE_IGNORED("a mapping is replaced before its user fence is written"),
    BND_127_LIVE_MIRROR_REMOVED("a mirror that the GPU uses can be unmapped"),
    BND_128_MIRRORS_STAY_APART("mirrors next to each other are not merged"),
    BND_106_UNMAPPED_BUFFER_REFUSED("UNMAP_ALL of a buffer that the VM does not map gives EINVAL"),
    VMQ_019_PIECE_BEHIND_LOST("what lies behind an unmapped part of a mapping is unmapped too"),
    RBW_003_VANISHED_USERPTR_FAILS("a userptr whose memory is gone fails the worker's run"),
    RBW_003_VANISHED_USERPTR_HIDES_OTHERS("a range that vanished takes those behind it along"),
    RBW_031_LATER_PIN_HIDES_THE_ERROR("the error of a pin is forgotten when a later one succeeds"),
    RBW_014_USERPTR_DOES_NOT_PREEMPT("munmap of a userptr's memory preempts nothing"),
    FLT_032_SPLIT_DOES_NOT_PREEMPT("a split that rewrites page tables preempts nothing"),
    SYN_027_USER_FENCE_NOT_WRITTEN("the user fence of a bind is never written"),
    WUF_031_BIND_DOES_NOT_WAKE("a bind that writes its user fence wakes nobody");

    private final String wrong;

    BindDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
