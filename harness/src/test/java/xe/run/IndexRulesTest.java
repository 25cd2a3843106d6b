// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import xe.report.Check;
import xe.rules.RuleBook;

class IndexRulesTest {
    private static List<String> problems(Check... checks) {
        return IndexRules.problems(List.of(checks), RuleBook.load());
    }

    @Test
    void soundChecksHaveNoProblems() {
        assertThat(problems(Checks.named("a.b", "VMR-001"), Checks.row("a.c.pad-1", "pad=1", "VMR-001")))
                .isEmpty();
    }

    @Test
    void namesThatDifferInPunctuationAloneAreTheSame() {
        assertThat(problems(Checks.named("a.b-c", "VMR-001"), Checks.named("a.b.c", "VMR-001")))
                .containsExactly("a.b.c: two checks of that name (C.m, m(); C.m, m())");
    }

    @Test
    void emptySegmentIsRefused() {
        assertThat(problems(Checks.row("a.", "???", "VMR-001")))
                .singleElement()
                .asString()
                .contains("[a-z0-9_-]");
    }

    @Test
    void ordinalIsRefused() {
        assertThat(problems(Checks.row("a.1-x", "[1] x", "VMR-001")))
                .singleElement()
                .asString()
                .contains("not its number");
    }

    @Test
    void missingAndUnknownRulesAreRefused() {
        assertThat(problems(Checks.named("a.b"), Checks.named("a.c", "VMR-999")))
                .containsExactly("a.b: no @Rule (C.m, m())", "a.c: no rule VMR-999 in the book (C.m, m())");
    }
}
