// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import xe.report.RecordedRun;
import xe.rules.RuleBook;

/** The formats that every run is left in, beside its journal. */
public final class Outputs {
    private Outputs() {}

    public static List<Output> of(RuleBook book, KcidbJson.Submission submission) {
        return List.of(
                new TextLog(),
                new KtapFile(),
                new JunitXml(),
                new IgtResults(),
                new KcidbJson(submission),
                new LavaFiles(),
                new Reproducers(),
                new AllureFolder(book));
    }

    /** An output that could not be written. */
    public record Loss(String place, Exception why) {}

    /** Writes them side by side, each whatever becomes of the others. */
    public static List<Loss> write(List<Output> outputs, Path out, RecordedRun run) {
        return outputs.parallelStream()
                .flatMap(output -> loss(output, out, run).stream())
                .toList();
    }

    private static Optional<Loss> loss(Output output, Path out, RecordedRun run) {
        try {
            output.write(out, run);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(new Loss(output.place(), e));
        }
    }
}
