// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import xe.report.AllureReport;
import xe.report.RecordedRun;
import xe.report.output.Outputs;
import xe.rules.RuleBook;

@Command(
        name = "report",
        description = {
            "Write all outputs of a run again, from its journal.",
            "Makes what a run with --journal-only left out, there or on another machine."
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The --out folder of the run.")
    private Path out;

    @Mixin
    private HtmlOption html;

    @Mixin
    private KcidbOptions kcidb;

    @Override
    public Integer call() throws InterruptedException {
        RecordedRun recorded = Recorded.load(out);
        List<Outputs.Loss> losses = Outputs.write(Outputs.of(RuleBook.load(), kcidb.submission()), out, recorded);
        losses.forEach(loss -> lost(loss.place(), loss.why()));
        boolean whole = losses.isEmpty();
        AllureReport report = html.renderer();
        if (report != null) {
            try {
                spec.commandLine()
                        .getOut()
                        .println("report: " + report.render(out, recorded.run().title()));
            } catch (IOException e) {
                lost(AllureReport.FILE, e);
                whole = false;
            }
        }
        return (whole ? ExitCode.OK : ExitCode.BROKEN).code();
    }

    private void lost(String output, Exception why) {
        spec.commandLine()
                .getErr()
                .println("xe-cts: not written: %s: %s".formatted(out.resolve(output), OutputFolder.reason(why)));
    }
}
