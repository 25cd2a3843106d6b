// SPDX-License-Identifier: MIT
package xe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import xe.rules.Area;
import xe.rules.CheckRules;
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

    /** The rules of some ioctls are not in the book yet; their defects wait for them. */
    @Test
    void everyDefectOfAnAreaBreaksARuleOfTheBook() {
        Set<String> areas = Arrays.stream(Area.values()).map(Area::name).collect(Collectors.toSet());

        assertThat(AllDefects.list().stream().map(Defect::rule))
                .filteredOn(rule -> areas.contains(rule.substring(0, rule.indexOf('-'))))
                .allSatisfy(rule -> assertThat(book.find(rule)).isPresent());
    }

    @Test
    void everyRuleWithACheckHasADefect() {
        List<String> broken = AllDefects.list().stream().map(Defect::rule).toList();

        assertThat(checks.stream().flatMap(check -> check.rules().stream()).distinct())
                .allSatisfy(rule -> assertThat(broken).contains(rule));
    }
}
