// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import xe.report.AllureReport;
import xe.report.AllureResults;
import xe.report.RecordedRun;
import xe.rules.RuleBook;

@Command(
        name = "report",
        description = {
            "Write the report of a run again, from its journal.",
            "Makes allure-results/ and report.html where the run was made with --journal-only, or elsewhere."
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The --out folder of the run.")
    private Path out;

    @Override
    public Integer call() throws InterruptedException {
        RecordedRun recorded = Recorded.load(out);
        AllureReport report = new AllureReport(Installation.reportGenerator());
        try {
            new AllureResults(recorded.run(), RuleBook.load())
                    .write(out.resolve(AllureResults.FOLDER), recorded.outcomes());
            spec.commandLine()
                    .getOut()
                    .println("report: " + report.render(out, recorded.run().title()));
            return ExitCode.OK.code();
        } catch (IOException e) {
            throw RunProblem.broken("the report can't be written: " + OutputFolder.reason(e), e);
        }
    }
}
