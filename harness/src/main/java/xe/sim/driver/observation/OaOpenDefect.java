// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import xe.sim.os.Defect;

/** Bugs in opening an OA stream. */
public enum OaOpenDefect implements Defect {
    OAO_002_NULL_CHAIN_IS_EMPTY("param 0 is a chain without properties"),
    OAO_003_UNKNOWN_PROPERTY_IGNORED("a property that nobody defined is passed over"),
    OAO_004_UNKNOWN_UNIT_IS_UNIT_0("an unknown unit means unit 0"),
    OAO_004_ALL_64_BITS("all 64 bits of the unit are compared"),
    OAO_005_UNKNOWN_FORMAT_REPLACED("a format that the platform lacks is replaced by one that it has"),
    OAO_005_C4_B8_ACCEPTED("the format C4_B8 is usable"),
    OAO_006_NOT_LIMITED("any period exponent is taken"),
    OAO_006_LIMIT_IS_30("the highest period exponent is 30"),
    OAO_007_ANY_SIZE("any buffer size is taken"),
    OAO_007_LIMIT_IS_64M("the largest buffer has 64 MiB"),
    OAO_008_ZERO_ACCEPTED("waiting for no report is taken"),
    OAO_009_NOT_LIMITED("any number of sync entries is taken"),
    OAO_010_QUEUE_ON_ANY_UNIT("a queue may be observed by any unit"),
    OAO_011_UNKNOWN_QUEUE_EINVAL("an unknown queue gives EINVAL"),
    OAO_012_PARALLEL_QUEUE_LET_THROUGH("the width of the queue is not looked at"),
    OAO_013_NEGATIVE_ID_LOOKED_UP("an id from 2^31 up is looked up"),
    OAO_014_NO_PREEMPT_WITHOUT_QUEUE("NO_PREEMPT needs no queue"),
    OAO_015_PERMISSION_FIRST("the permission is asked before the properties are read"),
    OAO_015_SAMPLES_OF_A_QUEUE_FOR_ALL("whoever names a queue may sample"),
    OAO_016_QUEUE_NEEDS_PERMISSION("observing an own queue needs the permission"),
    OAO_017_NOTHING_TO_OBSERVE("neither samples nor a queue are needed"),
    OAO_018_ANY_ENGINE("the queue may run on an engine of another unit"),
    OAO_019_FORMAT_DEFAULTS("a stream without format gets one"),
    OAO_019_ANY_FORMAT_ON_ANY_UNIT("the type of the format does not have to fit the unit"),
    OAO_020_PERIOD_WITHOUT_SAMPLES("a period needs no samples"),
    OAO_021_NOT_LIMITED("more reports than the buffer holds may be waited for"),
    OAO_022_UNIT_SHARED("a unit serves several streams"),
    OAO_022_UNIT_STAYS_BUSY("a unit stays busy after its stream was closed"),
    OAO_023_MISSING_SYNCS_EFAULT("missing sync entries give EFAULT"),
    OAO_024_UNKNOWN_SET_ACCEPTED("an unknown metric set is taken"),
    OAO_025_DEFAULT_IS_1M("the buffer has 1 MiB by default"),
    OAO_026_LOWEST_BIT_ONLY("only the lowest bit of a boolean is looked at"),
    OAO_027_HIGH_BITS_JUDGED("bits 32 to 63 of the format have to be zero");

    private final String wrong;

    OaOpenDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
