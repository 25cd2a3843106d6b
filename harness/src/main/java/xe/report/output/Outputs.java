// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import xe.report.AllureReport;
import xe.report.RecordedRun;
import xe.rules.RuleBook;

/** The formats that every run is left in, beside its journal. */
public final class Outputs {
    private Outputs() {}

    /** @param html what makes the HTML report of Allure's results; null for the results alone */
    public static List<Output> of(RuleBook book, KcidbJson.Submission submission, @Nullable AllureReport html) {
        AllureFolder results = new AllureFolder(book);
        return List.of(
                html == null ? results : new HtmlReport(results, html), // takes the longest
                new TextLog(),
                new KtapFile(),
                new JunitXml(),
                new IgtResults(),
                new KcidbJson(submission),
                new LavaFiles(),
                new Reproducers());
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
