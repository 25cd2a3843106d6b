// SPDX-License-Identifier: MIT
package xe.run;

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
    public Integer call() {
        RecordedRun recorded = Recorded.load(out);
        AllureReport report = html.renderer();
        List<Outputs.Loss> losses =
                Outputs.write(Outputs.of(RuleBook.load(), kcidb.submission(), report), out, recorded);
        losses.forEach(loss -> lost(loss.place(), loss.why()));
        if (report != null && losses.stream().noneMatch(loss -> loss.place().equals(AllureReport.FILE))) {
            spec.commandLine().getOut().println("report: " + out.resolve(AllureReport.FILE));
        }
        return (losses.isEmpty() ? ExitCode.OK : ExitCode.BROKEN).code();
    }

    private void lost(String output, Exception why) {
        spec.commandLine()
                .getErr()
                .println("xe-cts: not written: %s: %s".formatted(out.resolve(output), OutputFolder.reason(why)));
    }
}
