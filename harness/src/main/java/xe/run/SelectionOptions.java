// SPDX-License-Identifier: MIT
package xe.run;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import xe.report.Check;

/** {@code --select} and {@code --exclude}. */
final class SelectionOptions {
    @Option(
            names = {"-s", "--select"},
            paramLabel = "PATTERN",
            description = {
                "Take checks whose whole name, or a rule of theirs, matches; * is any text, ? one character.",
                "Repeatable; without it all checks are taken."
            })
    private List<String> select = new ArrayList<>();

    @Option(
            names = {"-x", "--exclude"},
            paramLabel = "PATTERN",
            description = "Leave out checks that match. Repeatable.")
    private List<String> exclude = new ArrayList<>();

    List<Check> of(List<Check> all) {
        return selection().of(all);
    }

    Selection selection() {
        return new Selection(select, exclude);
    }
}
