// SPDX-License-Identifier: MIT
package xe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckPatternTest {
    private static boolean matches(String pattern, String name) {
        Check check = new Check(name, "", List.of("VMR-001"), "", "", "", List.of(), List.of());
        return new CheckPattern(pattern).test(check);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "vm-restart.idle, vm-restart.idle, true",
        "vm-restart, vm-restart.idle, false",
        "vm-restart.idle.not, vm-restart.idle, false",
        "vm?restart.idle, vm-restart.idle, true",
        "vm?idle, vm-restart.idle, false",
        "vm-restart.idle?, vm-restart.idle, false",
        "*, vm-restart.idle, true",
        "vm-*, vm-restart.idle, true",
        "*.idle, vm-restart.idle, true",
        "vm-restart.idle*, vm-restart.idle, true",
        "*restart*, vm-restart.idle, true",
        "*rest*start*, vm-restart.idle, false",
        "*e, vm-create.create, true",
        "*eat?, vm-create.create, true",
        "vm*.*.255, vm.id.25.255, true",
        "vm*.*.255, vm.id.255.25, false",
        "VMR-*, vm-restart.idle, true",
        "VMR-00?, vm-restart.idle, true",
        "VMC-*, vm-restart.idle, false",
    })
    void starIsAnyTextAndQuestionMarkOneCharacter(String pattern, String name, boolean matches) {
        assertThat(matches(pattern, name)).isEqualTo(matches);
    }
}
