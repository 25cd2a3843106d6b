// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import xe.sim.os.Defect;

/** Bugs in what DEVICE_QUERY says of the device. */
public enum FactDefect implements Defect {
    QRY_020_SIZE_TOO_LARGE("the list of engines has four bytes too many"),
    QRY_021_PAD_SET("the pad of the list of engines is not cleared"),
    QRY_021_RESERVED_SET("a reserved word of an engine is not cleared"),
    QRY_022_BIND_CLASS_LISTED("the last engine has the class of bind queues"),
    QRY_023_PHYSICAL_INSTANCE("the last engine has the number of its place on the chip"),
    QRY_024_FIRST_TWO_SWAPPED("the first two engines come in the wrong order"),
    QRY_025_UNKNOWN_GT("the first engine is on a GT that is not listed"),
    QRY_026_PAGING_ENGINE_LISTED("the copy engine kept for paging is listed"),
    QRY_030_SIZE_TOO_LARGE("the list of regions has four bytes too many"),
    QRY_031_SYSTEM_MEMORY_VISIBLE("system memory says how much of it the CPU sees"),
    QRY_032_INSTANCE_FROM_0("instances of VRAM count from 0"),
    QRY_033_MORE_SEEN_THAN_USED("more memory is used where the CPU sees it than in all"),
    QRY_034_USE_NEEDS_PRIVILEGE("the memory in use is told to root alone"),
    QRY_035_RESERVED_SET("a reserved word of a region is not cleared"),
    QRY_036_LAST_REGION_NOT_LISTED("the last region is not listed"),
    QRY_037_USE_NOT_COUNTED("the memory in use is always 0"),
    QRY_040_SIX_PARAMETERS("the configuration counts a parameter too many"),
    QRY_041_SUBSYSTEM_ID("the device id is that of another device"),
    QRY_042_VRAM_ON_EVERY_DEVICE("every device says that it has VRAM"),
    QRY_043_NO_LOW_LATENCY("the low latency hint is not announced"),
    QRY_043_NO_STATE_CACHE_FIX("the switch of the state cache fix is not announced"),
    QRY_043_NO_PURGING("purging is not announced"),
    QRY_044_MIRROR_ON_EVERY_DEVICE("mirrors of CPU addresses are announced on every device"),
    QRY_045_HINT_ON_EVERY_DEVICE("the hint against compression is announced on every device"),
    QRY_046_UNKNOWN_FLAG("a flag is set that nobody defined"),
    QRY_047_ALIGNMENT_OF_SYSTEM_MEMORY("the alignment is that of system memory"),
    QRY_048_ONE_BIT_MORE("addresses have one bit more than the GPU's page tables"),
    QRY_049_ROOT_AS_OTHERS("root gets no higher priority than others"),
    QRY_050_SIZE_TOO_LARGE("the list of GTs has four bytes too many"),
    QRY_051_UNKNOWN_TYPE("the last GT has a type that nobody defined"),
    QRY_052_LAST_ID_OFF("the last GT has the id of another place"),
    QRY_053_NO_CLOCK("the reference clock of the last GT is 0"),
    QRY_054_SYSTEM_MEMORY_NOWHERE("system memory is neither near nor far"),
    QRY_055_NEAR_IS_FAR("near and far are swapped"),
    QRY_056_OLD_PARTS_HAVE_VERSION("parts that cannot tell their version have one"),
    QRY_056_NO_VERSION("parts that can tell their version have none"),
    QRY_057_RESERVED_SET("a reserved word of a GT is not cleared"),
    QRY_060_PAGE_WITHOUT_TABLE("a part without the table answers with a page of zeros"),
    QRY_061_LENGTH_OFF("the last item of the table says that it is longer"),
    QRY_062_ROUNDED_UP("the table is filled up to a page"),
    QRY_070_EMPTY_RECORD("the topology ends with an empty record"),
    QRY_071_COMPUTE_FIRST("the masks of the first GT come in the wrong order"),
    QRY_072_UNEVEN_LENGTHS("the geometry mask lends eight bytes to the compute mask"),
    QRY_073_NO_CACHE_BANKS("the last GT tells no cache banks"),
    QRY_074_OTHER_EU_TYPE("the last GT tells its EUs in the other type"),
    QRY_075_LAST_LENGTH_OFF("the last record says that it is longer"),
    QRY_076_HIGH_BITS("the EU mask has bits above the 32nd");

    private final String wrong;

    FactDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
