// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.sim.os.Defect;

/** Bugs in VM_GET_PROPERTY and in what it reports. */
public enum VmPropertyDefect implements Defect {
    VGP_001_LAST_RESERVED_IGNORED("reserved[2] is not looked at"),
    VGP_002_UNKNOWN_VM_EINVAL("an unknown VM answers EINVAL"),
    VGP_003_PROPERTY_BEFORE_LOOKUP("the property is judged before the VM is looked up"),
    VGP_004_UNKNOWN_PROPERTY_ENOENT("an unknown property answers ENOENT"),
    VGP_005_SIZE_IN_ENTRIES("the size query answers the number of faults"),
    VGP_006_EMPTY_LIST_ENOENT("an empty list answers ENOENT"),
    VGP_007_SIZE_TRUNCATED("a size above what is stored is cut down"),
    VGP_008_ODD_SIZE_ROUNDED("a size that is no multiple of 48 is rounded down"),
    VGP_009_EMPTY_LIST_TAKES_A_SIZE("a size with an empty list succeeds"),
    VGP_010_SIZE_REWRITTEN("a read sets size to all that is stored"),
    VGP_011_BAD_DATA_EINVAL("a bad data pointer answers EINVAL, as the header says"),
    VGP_012_NULL_DATA_IGNORED("a NULL data pointer succeeds"),
    VGP_013_DATA_CHECKED_IN_SIZE_QUERY("the size query wants a valid data pointer"),
    VGP_014_NEWEST_FIRST("faults are listed newest first"),
    VGP_015_LAST_FIFTY("with more than 50 faults the oldest are dropped"),
    VGP_016_READ_CONSUMES("reading the faults clears them"),
    VGP_017_FAULTS_SURVIVE("faults are kept for the next VM with the same id"),
    VGP_018_BANNED_VM_ENOENT("a banned VM is not found"),
    VGP_019_PAUSED_VM_BUSY("a paused VM answers EBUSY"),
    VGP_020_ONLY_FAULT_MODE("VMs that are not in fault mode answer EINVAL"),
    VGP_021_ADDRESS_NOT_CANONICAL("addresses are not sign-extended"),
    VGP_022_PRECISION_ONE("address_precision is 1"),
    VGP_023_WRITE_AS_READ("the access type is always read"),
    VGP_024_TYPE_ALWAYS_NOT_PRESENT("the fault type is always not-present"),
    VGP_025_LEVEL_ALWAYS_PTE("the fault level is always PTE"),
    VGP_026_PAD_DIRTY("pad and reserved of an entry are not cleared"),
    VGP_027_RESOLVED_FAULTS_STORED("faults that were resolved are stored too"),
    VGP_030_ONLY_FAULT_MODE_STORED("faults of VMs that are not in fault mode are not stored"),
    VGP_031_FAULTS_WITHOUT_USM("hardware without page faults reports one"),
    VGP_032_STORED_AFTER_NACK("a fault is stored only some time after the queue was banned"),
    VGP_033_DUPLICATES_DROPPED("a second fault at the same address is dropped"),
    VGP_037_VALUE_WRITTEN("the size query writes the number of faults to value"),
    VGP_038_OLD_SIZE_REFUSED("a size below what is stored is refused");

    private final String wrong;

    VmPropertyDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
