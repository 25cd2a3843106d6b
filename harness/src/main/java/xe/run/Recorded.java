// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import xe.report.Check;
import xe.report.Journal;
import xe.report.RecordedRun;

/** Earlier runs, by the folder that they left. */
final class Recorded {
    private Recorded() {}

    /** @throws RunProblem if the folder has no journal, or one that can't be read */
    static RecordedRun load(Path out) {
        Map<String, Check> checks =
                CheckIndex.load().stream().collect(Collectors.toMap(Check::id, Function.identity()));
        try {
            return RecordedRun.read(out, id -> checks.getOrDefault(id, unknown(id)));
        } catch (NoSuchFileException e) {
            throw RunProblem.usage("%s has no %s: it is not the --out folder of a run".formatted(out, Journal.FILE));
        } catch (IOException e) {
            throw RunProblem.usage("the run can't be read: " + OutputFolder.reason(e));
        }
    }

    /** A check that the suite had when the run was made. */
    private static Check unknown(String id) {
        String method = id.substring(id.indexOf('.') + 1);
        return new Check(id, id, List.of(), "", method, method + "()", List.of(), List.of());
    }
}
