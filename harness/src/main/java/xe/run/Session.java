// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import xe.report.AllureReport;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Journal;
import xe.report.RecordedRun;
import xe.report.RunInfo;
import xe.report.Summary;
import xe.report.Verdict;
import xe.report.output.Output;

/**
 * The outcomes of one run and everything that is written from them. A run that is cut short keeps what it has.
 */
final class Session {
    private final RunInfo run;
    private final Path out;
    private final Console console;
    private final LiveOutputs live;
    private final List<Output> outputs;
    private final @Nullable AllureReport report;
    private final List<CheckOutcome> outcomes = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private @Nullable Journal journal;
    private boolean outputLost;
    private boolean ended;

    /**
     * @param outputs what to write at the end beside the journal; empty for nothing
     * @param report null for no HTML
     */
    Session(
            RunInfo run,
            Path out,
            Console console,
            LiveOutputs live,
            List<Output> outputs,
            @Nullable AllureReport report) {
        this.run = run;
        this.out = out;
        this.console = console;
        this.live = live;
        this.outputs = outputs;
        this.report = report;
    }

    /** @throws RunProblem if the output folder can't be written */
    void open() {
        try {
            journal = OutputFolder.open(out, run);
        } catch (IOException e) {
            throw RunProblem.usage("can't write to the output folder %s: %s; choose another one with --out"
                    .formatted(out, OutputFolder.reason(e)));
        }
    }

    /** Takes an outcome as it comes; later ones are ignored once the session has ended. */
    synchronized void add(CheckOutcome outcome) {
        if (ended) {
            return;
        }
        outcomes.add(outcome);
        if (journal != null) {
            try {
                journal.add(outcome);
            } catch (IOException e) {
                lost(Journal.FILE, e);
                journal = null;
            }
        }
        console.outcome(outcome);
        live.add(outcome);
    }

    /**
     * Writes all outputs and the summary.
     *
     * @param selected every check that there should be an outcome of; those without one count as not run
     * @return what the run ends with
     */
    synchronized ExitCode end(List<Check> selected) {
        ended = true;
        Duration wall = Duration.ofNanos(System.nanoTime() - startNs);
        console.end();
        List<CheckOutcome> notRun = notRun(selected);
        outcomes.addAll(notRun);
        notRun.forEach(live::add);
        live.end();
        Summary summary = Summary.of(outcomes);
        console.summary(summary, wall);
        write();
        ExitCode code = ExitCode.of(summary);
        return outputLost && (code == ExitCode.OK || code == ExitCode.SKIPPED) ? ExitCode.BROKEN : code;
    }

    private List<CheckOutcome> notRun(List<Check> selected) {
        Set<String> done =
                outcomes.stream().map(outcome -> outcome.check().id()).collect(Collectors.toSet());
        return selected.stream()
                .filter(check -> !done.contains(check.id()))
                .map(check -> CheckOutcome.without(check, Verdict.NOT_RUN, "NOT-RUN: interrupted", Instant.now()))
                .toList();
    }

    private void write() {
        try {
            if (journal != null) {
                journal.close();
            }
        } catch (IOException e) {
            lost(Journal.FILE, e);
        }
        RecordedRun recorded = new RecordedRun(run, outcomes);
        for (Output output : outputs) {
            try {
                output.write(out, recorded);
            } catch (IOException | RuntimeException e) {
                lost(output.place(), e);
            }
        }
        if (report == null) {
            console.line("results: " + out.resolve(Journal.FILE));
            return;
        }
        try {
            console.line("report: " + report.render(out, run.title()));
        } catch (IOException e) {
            lost(AllureReport.FILE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lost(String output, Exception why) {
        outputLost = true;
        console.line("@|magenta,bold not written:|@ %s: %s".formatted(out.resolve(output), OutputFolder.reason(why)));
    }
}
