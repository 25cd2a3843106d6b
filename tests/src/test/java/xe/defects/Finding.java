// SPDX-License-Identifier: MIT
package xe.defects;

import java.util.List;
import java.util.stream.Collectors;
import xe.sim.os.Defect;

/**
 * What the checks made of one defect.
 *
 * @param met how many checks met it
 * @param red those that turned red
 * @param unexpected those of them that neither show its rule nor are written down
 */
record Finding(Defect defect, Environment on, int met, List<Ended> red, List<Ended> unexpected) {

    static Finding of(Defect defect, Expectation expected, List<Ended> ended) {
        List<Ended> red = ended.stream().filter(Ended::isRed).toList();
        List<Ended> unexpected = red.stream()
                .filter(check -> !check.shows(defect.rule()) && !expected.allows(check.check()))
                .toList();
        return new Finding(defect, expected.on(), ended.size(), red, unexpected);
    }

    /** Whether a check of the defect's own rule failed, for it is broken that does not count. */
    boolean killed() {
        return red.stream().anyMatch(check -> check.state() == Ended.State.FAILED && check.shows(defect.rule()));
    }

    boolean isFine() {
        return killed() && unexpected.isEmpty();
    }

    String verdict() {
        return killed() ? unexpected.isEmpty() ? "killed" : "unexpected" : "survived";
    }

    /** One line, and one for each check that needs a look. */
    String text() {
        String line = "%-11s %-52s %-9s met %4d  red %3d".formatted(verdict(), defect.name(), on, met, red.size());
        if (isFine()) {
            return line;
        }
        List<Ended> worthALook = killed() ? unexpected : red;
        return worthALook.stream()
                .map(check -> "            %-7s %s %s: %s"
                        .formatted(
                                check.state(),
                                check.check().id(),
                                check.check().rules(),
                                check.message().lines().findFirst().orElse("")))
                .collect(Collectors.joining("\n", line + "\n", ""))
                .stripTrailing();
    }
}
