// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import xe.sim.os.Defect;

/** Bugs in OBSERVATION: its top level, permissions, OA configurations. */
public enum ObservationDefect implements Defect {
    OBS_001_EXTENSIONS_IGNORED("extensions are not looked at"),
    OBS_002_TYPE_CUT_TO_32_BITS("only the low 32 bits of the type are looked at"),
    OBS_002_UNKNOWN_TYPE_IS_OA("a type that nobody defined means OA"),
    OBS_003_OP_CUT_TO_32_BITS("only the low 32 bits of the operation are looked at"),
    OBS_003_UNKNOWN_OP_IGNORED("an operation that nobody defined succeeds"),
    OBS_004_EVERY_OP_OPENS("any operation on EU stall data opens a stream"),
    OBS_005_NO_PERMISSION_NEEDED("everybody may observe"),
    OBS_005_SYSCTL_IGNORED("observation_paranoid 0 does not let everybody observe"),
    OBS_005_PERF_LEVEL_IGNORED("perf_event_paranoid 0 does not let everybody observe"),
    OBS_005_SYS_ADMIN_NOT_ENOUGH("CAP_SYS_ADMIN alone is not enough"),
    OBS_006_ANY_VALUE_TAKEN("the sysctl takes any number"),
    OAC_002_NO_PERMISSION_NEEDED("everybody may change configurations"),
    OAC_002_ARGUMENTS_FIRST("the argument is read before the permission is asked"),
    OAC_003_UNREADABLE_EINVAL("a configuration that cannot be read gives EINVAL"),
    OAC_004_EXTENSIONS_IGNORED("extensions are not looked at"),
    OAC_004_NO_REGISTERS_ACCEPTED("a configuration may be empty"),
    OAC_004_NULL_REGISTERS_EFAULT("a null pointer to registers gives EFAULT"),
    OAC_005_HYPHENS_NOT_CHECKED("any character may part the groups of the UUID"),
    OAC_005_ANY_LETTER_IS_HEX("any letter counts as a hex digit"),
    OAC_006_ANY_REGISTER("any register may be written"),
    OAC_006_FIRST_REGISTER_CHECKED("only the first register is checked"),
    OAC_006_RANGES_END_EARLY("the last register of a range is refused"),
    OAC_007_UNREADABLE_EINVAL("registers that cannot be read give EINVAL"),
    OAC_008_UUID_TAKEN_TWICE("two configurations may have one UUID"),
    OAC_008_CASE_IGNORED("UUIDs that differ in case are the same"),
    OAC_009_NO_SYSFS_ENTRY("sysfs does not show the configuration"),
    OAC_009_GONE_WITH_ITS_FILE("a configuration is known to the file alone that added it"),
    OAC_009_SYSFS_SHOWS_NEXT_ID("sysfs shows an id that is one too high"),
    OAC_011_UNREADABLE_EINVAL("an id that cannot be read gives EINVAL"),
    OAC_012_UNKNOWN_EINVAL("an unknown id gives EINVAL"),
    OAC_012_ID_CUT_TO_32_BITS("only the low 32 bits of the id are looked at"),
    OAC_013_IN_USE_EBUSY("a configuration in use cannot be removed"),
    OAC_013_SYSFS_ENTRY_STAYS("sysfs keeps showing a removed configuration"),
    OAC_013_UUID_STAYS_TAKEN("the UUID of a removed configuration stays taken");

    private final String wrong;

    ObservationDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
