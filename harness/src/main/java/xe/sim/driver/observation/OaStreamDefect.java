// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import xe.sim.os.Defect;

/** Bugs in the descriptor of an OA stream. */
public enum OaStreamDefect implements Defect {
    OAS_001_UNKNOWN_ENOTTY("an unknown request gives ENOTTY"),
    OAS_002_ENABLED_TWICE_EALREADY("enabling a stream that is enabled gives EALREADY"),
    OAS_002_DISABLED_TWICE_EALREADY("disabling a stream that is disabled gives EALREADY"),
    OAS_003_OTHER_PROPERTIES_IGNORED("CONFIG passes over properties that it does not take"),
    OAS_004_UNKNOWN_SET_EINVAL("an unknown metric set gives EINVAL"),
    OAS_005_NEW_ID_RETURNED("CONFIG returns the id of the new configuration"),
    OAS_006_FAULT_IGNORED("an answer that cannot be written counts as written"),
    OAS_007_EAGAIN("a stream without samples has no data yet"),
    OAS_008_READS_NOTHING("a blocking read without a period returns 0"),
    OAS_009_READS_NOTHING("a read without data returns 0"),
    OAS_010_ANY_LENGTH("part of the buffer can be mapped"),
    OAS_010_SHARED_MAPPING("a shared mapping is taken"),
    OAS_010_WRITABLE_MAPPING("a writable mapping is taken"),
    OAS_011_MMAP_FOR_ALL("mapping the buffer needs no permission");

    private final String wrong;

    OaStreamDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
