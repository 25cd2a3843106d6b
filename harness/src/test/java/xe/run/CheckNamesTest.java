// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckNamesTest {
    static class VmRestartTest {
        static class Paused {}
    }

    @Test
    void methodBecomesOneSegmentPerPart() {
        assertThat(CheckNames.of(ListCommand.class, "nonZeroPadGivesEinval", "nonZeroPadGivesEinval()"))
                .isEqualTo("list-command.non-zero-pad-gives-einval");
    }

    @Test
    void nestedClassIsASegmentOfItsOwn() {
        assertThat(CheckNames.of(VmRestartTest.Paused.class, "runs", "runs()"))
                .isEqualTo("check-names.vm-restart.paused.runs");
    }

    @Test
    void rowIsNamedByItsValues() {
        assertThat(CheckNames.of(ListCommand.class, "flags", "RESTARTABLE LR_MODE -> OK"))
                .isEqualTo("list-command.flags.restartable-lr_mode-ok");
    }

    @Test
    void acronymsAndNumbersStayTogether() {
        assertThat(CheckNames.of(ListCommand.class, "watchID255IsTakenByDRMFile", "watchID255IsTakenByDRMFile()"))
                .isEqualTo("list-command.watch-id255-is-taken-by-drm-file");
    }
}
