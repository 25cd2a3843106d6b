// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import xe.sim.os.Defect;

/** Bugs in DEVICE_QUERY: its protocol, and the queries that take an argument. */
public enum QueryDefect implements Defect {
    QRY_001_EXTENSIONS_IGNORED("extensions are not looked at"),
    QRY_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    QRY_003_UNKNOWN_QUERY_ANSWERED("a query that nobody defined answers with size 0"),
    QRY_004_DATA_OF_SIZE_QUERY_READ("a size query gives EFAULT for data that cannot be read"),
    QRY_005_LARGER_SIZE_ACCEPTED("a size above the exact one is taken"),
    QRY_005_SIZE_CORRECTED("a refused request gets the exact size"),
    QRY_006_FAULT_IGNORED("data that cannot be written counts as written"),
    QRY_007_REGIONS_SAY_EFAULT("MEM_REGIONS says EFAULT as the other queries do"),
    QRY_008_UNREADABLE_ARGUMENT_EINVAL("an argument that cannot be read gives EINVAL"),
    QRY_009_CLOCK_DRIFTS("the reference clock of the GTs differs from answer to answer"),
    QRY_010_SIZE_CLEARED("an answer sets the size to 0"),
    QRY_081_EIGHT_BYTES_MORE("the engine clock asks for eight bytes more"),
    QRY_082_UNKNOWN_CLOCK_IS_MONOTONIC("a clock that cannot be had reads the monotonic one"),
    QRY_082_TAI_REFUSED("the TAI clock is refused"),
    QRY_083_UNKNOWN_GT_IS_GT0("a GT that does not exist reads GT 0"),
    QRY_084_SIXTEEN_BITS_OF_GT("all bits of a gt_id count"),
    QRY_085_BIND_CLASS_IS_COPY("the class of bind queues reads a copy engine"),
    QRY_086_UNKNOWN_INSTANCE_IS_0("an instance that does not exist reads the first"),
    QRY_087_PAGING_ENGINE_REFUSED("the copy engine kept for paging cannot be read"),
    QRY_088_PAD_JUDGED("the pad of the engine must be zero"),
    QRY_089_WIDTH_OF_OLD_PARTS("every counter has 36 bits"),
    QRY_089_TIME_IN_MICROSECONDS("the CPU's time comes in microseconds"),
    QRY_090_EIGHT_BYTES_MORE("the firmware query asks for eight bytes more"),
    QRY_091_SECOND_PAD_IGNORED("pad2 of the firmware query is not looked at"),
    QRY_092_UNKNOWN_TYPE_IS_GUC("a firmware that nobody defined reads as the GuC"),
    QRY_093_BRANCH_LEFT_ALONE("the branch keeps what user space put there"),
    QRY_094_HUC_EINVAL("a HuC that does not run gives EINVAL"),
    QRY_110_NO_SIZE_WITHOUT_PXP("without protected content not even the size is told"),
    QRY_111_ABSENT_READS_READY("protected content that is absent reads as ready");

    private final String wrong;

    QueryDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
