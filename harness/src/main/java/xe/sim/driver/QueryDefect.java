// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/** Bugs in DEVICE_QUERY. */
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
    QRY_010_SIZE_CLEARED("an answer sets the size to 0"),
    QRY_091_SECOND_PAD_IGNORED("pad2 of the firmware query is not looked at");

    private final String wrong;

    QueryDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
