// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import xe.sim.os.Defect;

/** Bugs in EU stall streams. */
public enum EuStallDefect implements Defect {
    EUS_001_UNSUPPORTED_EINVAL("a device without EU stall sampling gives EINVAL"),
    EUS_002_CHAIN_FIRST("the chain is read before the permission is asked"),
    EUS_002_NO_PERMISSION_NEEDED("everybody may sample EU stalls"),
    EUS_003_NULL_CHAIN_IS_EMPTY("param 0 is a chain without properties"),
    EUS_004_UNKNOWN_PROPERTY_IGNORED("a property that nobody defined is passed over"),
    EUS_005_UNKNOWN_GT_IS_GT_0("an unknown GT means GT 0"),
    EUS_005_ALL_64_BITS("all 64 bits of the GT are compared"),
    EUS_006_NOT_LIMITED("any sampling rate is taken"),
    EUS_007_LIMIT_IS_1757("no rate above the highest listed one is taken"),
    EUS_007_LISTED_RATES_ONLY("only the listed rates are taken"),
    EUS_008_GT_DEFAULTS("GT 0 is sampled by default"),
    EUS_009_GT_SHARED("a GT serves several streams"),
    EUS_009_REPORTS_BEFORE_BUSY("the number of reports is judged before the GT is found busy"),
    EUS_009_GT_STAYS_BUSY("a GT stays busy after its stream was closed"),
    EUS_010_NOT_LIMITED("more reports than the buffers hold may be waited for"),
    EUS_010_ZERO_ACCEPTED("waiting for no report is taken"),
    EUS_011_MEDIA_GT_ACCEPTED("a media GT can be sampled"),
    EUS_012_RATE_REQUIRED("a stream without a rate is refused"),
    EUS_012_REPORTS_REQUIRED("a stream without a number of reports is refused"),
    EUS_013_UNKNOWN_ENOTTY("an unknown request gives ENOTTY"),
    EUS_013_INFO_ANSWERED("INFO succeeds"),
    EUS_014_SHORT_READ_EAGAIN("a short buffer only finds no data"),
    EUS_015_READ_BEFORE_ENABLE_EAGAIN("a stream that is not enabled has no data yet"),
    EUS_016_READS_NOTHING("a read without data returns 0"),
    EXT_004_LIMIT_IS_16("a chain may have 16 properties"),
    EXT_004_LIMIT_IS_4("a chain may have 4 properties");

    private final String wrong;

    EuStallDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
