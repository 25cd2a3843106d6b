// SPDX-License-Identifier: MIT
package xe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import xe.rules.CheckRules;
import xe.rules.Contradictions;
import xe.rules.Coverage;
import xe.rules.RuleBook;
import xe.run.CheckIndex;
import xe.sim.AllDefects;
import xe.sim.os.Defect;

/** Holds rule book, checks and defects together. */
class RuleCoverageTest {
    private final RuleBook book = RuleBook.load();
    private final List<CheckRules> checks = CheckIndex.load().stream()
            .map(check -> new CheckRules(check.id(), check.rules()))
            .toList();

    @Test
    void everyRuleHasACheckOrAReason() {
        assertThat(new Coverage(book, checks).problems()).isEmpty();
    }

    @Test
    void everyContradictionHasChecksOrReasons() {
        Coverage coverage = new Coverage(book, checks);

        assertThat(Contradictions.load(book))
                .allSatisfy(contradiction -> assertThat(contradiction.rules())
                        .extracting(rule -> book.find(rule).orElseThrow())
                        .allMatch(rule -> coverage.checked(rule) || (rule.hasReason() && !rule.isOpen())));
    }

    @Test
    void everyDefectBreaksARuleOfTheBook() {
        assertThat(AllDefects.list().stream().map(Defect::rule))
                .allSatisfy(rule -> assertThat(book.find(rule)).isPresent());
    }

    @Test
    void everyRuleWithACheckHasADefect() {
        List<String> broken = AllDefects.list().stream().map(Defect::rule).toList();

        assertThat(checks.stream().flatMap(check -> check.rules().stream()).distinct())
                .allSatisfy(rule -> assertThat(broken).contains(rule));
    }
}
