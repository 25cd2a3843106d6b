// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Path;
import xe.report.AllureReport;
import xe.report.RecordedRun;

/** The HTML report, with the results that it is made of. */
final class HtmlReport implements Output {
    private final AllureFolder results;
    private final AllureReport generator;

    HtmlReport(AllureFolder results, AllureReport generator) {
        this.results = results;
        this.generator = generator;
    }

    @Override
    public String place() {
        return AllureReport.FILE;
    }

    @Override
    public void write(Path out, RecordedRun run) throws IOException {
        generator.begin();
        results.write(out, run);
        generator.render(out, run.run().title());
    }
}
