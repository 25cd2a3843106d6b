// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Path;
import xe.report.AllureResults;
import xe.report.RecordedRun;
import xe.rules.RuleBook;

/** The results that the HTML report is made of. */
final class AllureFolder implements Output {
    private final RuleBook book;

    AllureFolder(RuleBook book) {
        this.book = book;
    }

    @Override
    public String place() {
        return AllureResults.FOLDER;
    }

    @Override
    public void write(Path out, RecordedRun run) throws IOException {
        new AllureResults(run.run(), book).write(out.resolve(place()), run.outcomes());
    }
}
