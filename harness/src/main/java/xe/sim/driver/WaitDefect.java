// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.os.Defect;

/** Bugs in WAIT_USER_FENCE. */
public enum WaitDefect implements Defect {
    WUF_001_SECOND_PAD_IGNORED("pad2 is not looked at"),
    WUF_002_SECOND_RESERVED_IGNORED("reserved[1] is not looked at"),
    WUF_003_UNKNOWN_FLAG_ACCEPTED("flags that nobody defined are not looked at"),
    WUF_004_UNKNOWN_OPERATOR_ACCEPTED("an operator that nobody defined compares like LTE"),
    WUF_005_ALIGNMENT_IGNORED("the alignment of the address is not looked at");

    private final String wrong;

    WaitDefect(String wrong) {
        this.wrong = wrong;
    }

    @Override
    public String wrong() {
        return wrong;
    }
}
