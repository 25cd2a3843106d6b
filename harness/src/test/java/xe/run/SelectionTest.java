// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import xe.report.Check;

class SelectionTest {
    private static final List<Check> ALL = List.of(
            Checks.named("vm-create.zero", "VMC-001"),
            Checks.named("vm-restart.idle", "VMR-010"),
            Checks.named("vm-restart.non-zero-pad", "VMR-001"),
            Checks.named("watch-queue.id.255", "WQ-007"));

    private static List<String> selected(List<String> select, List<String> exclude) {
        return new Selection(select, exclude).of(ALL).stream().map(Check::id).toList();
    }

    @Test
    void nothingSaidTakesAll() {
        assertThat(selected(List.of(), List.of())).hasSize(4);
    }

    @Test
    void starStandsForAnyText() {
        assertThat(selected(List.of("*restart*"), List.of()))
                .containsExactly("vm-restart.idle", "vm-restart.non-zero-pad");
    }

    @Test
    void dotStandsForItself() {
        assertThatThrownBy(() -> selected(List.of("vm-create?zero.*"), List.of()))
                .isInstanceOf(RunProblem.class);
        assertThat(selected(List.of("vm-create?zero"), List.of())).containsExactly("vm-create.zero");
    }

    @Test
    void ruleSelectsItsChecks() {
        assertThat(selected(List.of("VMR-*"), List.of("VMR-001"))).containsExactly("vm-restart.idle");
    }

    @Test
    void patternsAdd() {
        assertThat(selected(List.of("vm-create.*", "watch-queue.*"), List.of()))
                .containsExactly("vm-create.zero", "watch-queue.id.255");
    }

    @Test
    void aPatternThatMatchesNothingIsRefusedWithNearNames() {
        assertThatThrownBy(() -> selected(List.of("*restart*", "vm-restart.idel"), List.of()))
                .hasMessage("no check matches 'vm-restart.idel'; did you mean vm-restart.idle?");
        assertThatThrownBy(() -> selected(List.of("vm-restrat.*"), List.of()))
                .hasMessage("no check matches 'vm-restrat.*'; did you mean vm-restart.*?");
    }

    @Test
    void aPartOfANameNeedsStars() {
        assertThatThrownBy(() -> selected(List.of("restart"), List.of()))
                .hasMessage("no check matches 'restart': a part of a name needs stars around it, as in '*restart*'");
    }

    @Test
    void excludingEverythingIsRefused() {
        assertThatThrownBy(() -> selected(List.of("vm-create.*"), List.of("*")))
                .hasMessage("--exclude leaves nothing of what is selected");
    }

    @Test
    void namesOfSingleChecksAreTold() {
        assertThat(new Selection(List.of("vm-restart.idle"), List.of()).namesChecksOnly())
                .isTrue();
        assertThat(new Selection(List.of("vm-restart.*"), List.of()).namesChecksOnly())
                .isFalse();
        assertThat(new Selection(List.of(), List.of()).namesChecksOnly()).isFalse();
    }

    @Test
    void everyCheckIsInOneShardAndTheDriversInAll() {
        Check driver = Checks.named(Shard.DRIVER_IS_THERE, "CORE-001");
        List<Check> all = Stream.concat(Stream.of(driver), ALL.stream()).toList();

        List<Check> together = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new Shard(number, 3).of(all, all))
                .peek(shard -> assertThat(shard).contains(driver))
                .flatMap(List::stream)
                .filter(check -> !check.equals(driver))
                .toList();

        assertThat(together).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void aShardDoesNotChangeWhenOtherChecksCome() {
        Check one = ALL.getFirst();

        assertThat(new Shard(1, 2).of(ALL, ALL).contains(one))
                .isEqualTo(new Shard(1, 2).of(List.of(one), List.of(one)).contains(one));
    }
}
