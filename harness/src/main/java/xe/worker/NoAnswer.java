// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.List;
import java.util.stream.Collectors;
import xe.report.Attachment;

/** The process that was to open the device did not tell what it found. */
public final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean stuck;

    /**
     * @param stuck whether the process can't be killed either
     * @param evidence what it was at
     */
    NoAnswer(String why, boolean stuck, List<Attachment> evidence) {
        super(why
                + evidence.stream()
                        .map(some -> "\n" + some.name() + ":\n" + some.text().strip())
                        .collect(Collectors.joining()));
        this.stuck = stuck;
    }

    /** Whether the machine is in no state to go on. */
    public boolean stuck() {
        return stuck;
    }
}
