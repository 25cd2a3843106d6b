// SPDX-License-Identifier: MIT
package xe.defects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import xe.report.Check;
import xe.sim.os.Defect;

/**
 * What the checks made of one defect.
 *
 * @param ended how the checks that met it ended
 * @param red those that failed, are broken or hung
 * @param unexpected those that failed, but neither show its rule nor are written down; a broken one says only that its set-up
 *     needs what the defect takes away
 */
record Finding(Defect defect, Environment on, List<Ended> ended, List<Ended> red, List<Ended> unexpected) {

    static Finding of(Defect defect, Expectation expected, List<Ended> ended) {
        List<Ended> red = ended.stream().filter(Ended::isRed).toList();
        List<Ended> unexpected = others(defect, red)
                .filter(check -> !expected.allows(check.check()))
                .toList();
        return new Finding(defect, expected.on(), ended, red, unexpected);
    }

    private static Stream<Ended> others(Defect defect, List<Ended> red) {
        return red.stream().filter(check -> check.state() == Ended.State.FAILED && !check.shows(defect.rule()));
    }

    /** The checks of other rules that failed, expected or not. */
    List<Ended> others() {
        return others(defect, red).toList();
    }

    /** Whether a check of the defect's own rule failed, for a broken one does not count. */
    boolean killed() {
        return red.stream().anyMatch(check -> check.state() == Ended.State.FAILED && check.shows(defect.rule()));
    }

    long broken() {
        return red.stream().filter(check -> check.state() == Ended.State.BROKEN).count();
    }

    private long failed() {
        return red.stream().filter(check -> check.state() == Ended.State.FAILED).count();
    }

    boolean isFine() {
        return killed() && unexpected.isEmpty() && !hung();
    }

    boolean hung() {
        return red.stream().anyMatch(Finding::isHung);
    }

    private static boolean isHung(Ended check) {
        return check.state() == Ended.State.HUNG;
    }

    /** Whether the end of {@code check} is what keeps the defect from being fine. */
    boolean leavesDoubtOf(Check check) {
        boolean couldKill = !killed() && check.rules().contains(defect.rule());
        return couldKill
                || unexpected.stream().anyMatch(other -> other.check().equals(check))
                || (hung() && red.stream().anyMatch(other -> other.check().equals(check)));
    }

    String verdict() {
        if (hung()) {
            return "hung";
        }
        return killed() ? unexpected.isEmpty() ? "killed" : "unexpected" : "survived";
    }

    /** One line, and one for each rule whose checks need a look. */
    String text() {
        String line = "%-10s %-52s %-10s met %4d  failed %3d  broken %3d"
                .formatted(verdict(), defect.name(), on, ended.size(), failed(), broken());
        if (isFine()) {
            return line;
        }
        Map<List<String>, List<Ended>> byRule = new LinkedHashMap<>();
        for (Ended check : hung() ? red.stream().filter(Finding::isHung).toList() : killed() ? unexpected : red) {
            byRule.computeIfAbsent(check.check().rules(), rules -> new ArrayList<>())
                    .add(check);
        }
        return byRule.values().stream()
                .map(checks -> "           %3d times %s"
                        .formatted(checks.size(), checks.getFirst().text()))
                .collect(Collectors.joining("\n", line + "\n", ""))
                .stripTrailing();
    }
}
