// SPDX-License-Identifier: MIT
package xe.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final RuleBook BOOK = RuleBook.of(Map.of(Area.VMR, """
            id,condition,expected,source,needs,evidence,reason
            VMR-001,pad != 0,EINVAL,f,P,X,
            VMR-002,reserved != 0,EINVAL,f,P,X,
            VMR-003,race,nothing,f,P,X,needs two CPUs
            VMR-004,flags != 0,EINVAL,f,P,X,open: no check yet
            """));

    @Test
    void countsCheckedReasonedAndMissing() {
        Coverage coverage = new Coverage(BOOK, List.of(new CheckRules("vm-restart.pad", List.of("VMR-001"))));

        assertThat(coverage.areas()).contains(new Coverage.AreaCount(Area.VMR, 4, 1, 1, 1, 1));
        assertThat(coverage.checksOf("VMR-001")).containsExactly("vm-restart.pad");
        assertThat(coverage.problems())
                .containsExactly("VMR-002 has neither a check nor a reason: reserved != 0: EINVAL");
    }

    @Test
    void anOpenRuleIsNoProblemUntilACheckShowsIt() {
        assertThat(new Coverage(BOOK, List.of()).open())
                .extracting(RuleEntry::id)
                .containsExactly("VMR-004");

        Coverage shown = new Coverage(BOOK, List.of(new CheckRules("a.b", List.of("VMR-004"))));
        assertThat(shown.open()).isEmpty();
        assertThat(shown.problems()).contains("VMR-004 has a check (a.b) and a reason for none");
    }

    @Test
    void unknownAndContradictoryRulesAreProblems() {
        Coverage coverage =
                new Coverage(BOOK, List.of(new CheckRules("a.b", List.of("VMR-001", "VMR-002", "VMR-003", "VMR-999"))));

        assertThat(coverage.problems())
                .containsExactly(
                        "VMR-999 is not in the rule book, but a.b names it",
                        "VMR-003 has a check (a.b) and a reason for none");
    }

    @Test
    void textShowsTheTableAndOneRule() {
        Coverage coverage = new Coverage(BOOK, List.of(new CheckRules("a.b", List.of("VMR-001"))));
        CoverageText text = new CoverageText(BOOK, coverage);

        assertThat(text.table()).anySatisfy(line -> assertThat(line).matches("VMR +VM_RESTART +4 +1 +1 +1 +1"));
        assertThat(text.missing()).containsExactly("VMR-002  reserved != 0: EINVAL [MISSING]");
        assertThat(text.rule(BOOK.find("VMR-001").orElseThrow()))
                .startsWith("VMR-001")
                .endsWith("checks:", "  a.b");
    }
}
