// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import xe.report.output.Outputs;

/**
 * The outcomes of one run and everything that is written from them. A run that is cut short keeps what it has.
 */
final class Session {
    private final RunInfo run;
    private final Path out;
    private final Console console;
    private final LiveOutputs live;
    private final List<Output> outputs;
    private final List<CheckOutcome> outcomes = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private @Nullable Journal journal;
    private Path kept;
    private InOrder told = new InOrder(List.of(), outcome -> {});
    private boolean outputLost;
    private boolean ended;

    /**
     * @param outputs what to write at the end beside the journal; empty for nothing
     */
    Session(RunInfo run, Path out, Console console, LiveOutputs live, List<Output> outputs) {
        this.run = run;
        this.out = out;
        this.kept = out;
        this.console = console;
        this.live = live;
        this.outputs = outputs;
    }

    /**
     * @param sync whether the journal is forced to disk
     * @param order of the outcomes on the console; empty for that in which they come
     * @throws RunProblem if the output folder can't be written
     */
    void open(boolean sync, List<Check> order) {
        told = new InOrder(order, this::tell);
        open(() -> OutputFolder.open(out, run, sync));
    }

    /**
     * Goes on where the run in the folder was cut off.
     *
     * @param done what it has
     * @throws RunProblem if the output folder can't be written
     */
    void resume(boolean sync, List<Check> order, List<CheckOutcome> done) {
        told = new InOrder(order, this::tell);
        open(() -> Journal.resume(out, sync));
        outcomes.addAll(done);
        done.forEach(live::add);
    }

    private interface Opening {
        Journal open() throws IOException;
    }

    private void open(Opening opening) {
        try {
            journal = opening.open();
        } catch (IOException e) {
            throw OutputFolder.problem(out, e);
        }
    }

    /** Notes that a check is about to begin. */
    synchronized void begin(Check check) {
        if (!ended) {
            write(journal -> journal.begin(check));
        }
    }

    /** Takes an outcome as it comes; later ones are ignored once the session has ended. */
    synchronized void add(CheckOutcome outcome) {
        if (ended) {
            return;
        }
        outcomes.add(outcome);
        write(journal -> journal.add(outcome));
        told.add(outcome);
    }

    private void tell(CheckOutcome outcome) {
        console.outcome(outcome);
        live.add(outcome);
    }

    private interface Write {
        void to(Journal journal) throws IOException;
    }

    private void write(Write line) {
        if (journal != null) {
            try {
                line.to(journal);
            } catch (IOException e) {
                boolean complete = !outputLost;
                lost(Journal.FILE, e);
                journal = elsewhere();
                outputLost = !(complete && journal != null && Files.exists(out.resolve(Journal.FILE)));
            }
        }
    }

    /**
     * Writes all outputs and the summary.
     *
     * @param selected every check that there should be an outcome of; those without one count as not run
     * @param why some did not run
     * @return what the run ends with
     */
    ExitCode end(List<Check> selected, String why) {
        return end(selected, why, String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - startNs) / 1e9));
    }

    /** @param took for people, what the checks ran in: a time, or so many parts */
    synchronized ExitCode end(List<Check> selected, String why, String took) {
        ended = true;
        told.finish();
        console.end();
        if (!why.isEmpty()) {
            write(journal -> journal.stop(why));
        }
        List<CheckOutcome> notRun = notRun(selected, why);
        outcomes.addAll(notRun);
        notRun.forEach(live::add);
        live.end();
        if (live.lost()) {
            outputLost = true;
            console.line("@|magenta,bold not written:|@ standard output does not take all; %s has it"
                    .formatted(outputs.isEmpty() ? out.resolve(Journal.FILE) : out));
        }
        sort(selected);
        Summary summary = Summary.of(outcomes);
        console.summary(summary, took);
        write();
        ExitCode code = ExitCode.of(summary);
        return outputLost && (code == ExitCode.OK || code == ExitCode.SKIPPED) ? ExitCode.BROKEN : code;
    }

    /** What there is so far; after {@link #end}, one per check. */
    synchronized List<CheckOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Into the order of the checks, whichever ended first. */
    private void sort(List<Check> selected) {
        Map<String, Integer> place = new HashMap<>();
        selected.forEach(check -> place.put(check.id(), place.size()));
        outcomes.sort(Comparator.comparing(
                outcome -> place.getOrDefault(outcome.check().id(), 0)));
    }

    private List<CheckOutcome> notRun(List<Check> selected, String why) {
        Set<String> done =
                outcomes.stream().map(outcome -> outcome.check().id()).collect(Collectors.toSet());
        return selected.stream()
                .filter(check -> !done.contains(check.id()))
                .map(check -> CheckOutcome.without(check, Verdict.NOT_RUN, "NOT-RUN: " + why, Instant.now()))
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
        List<Outputs.Loss> losses = Outputs.write(outputs, out, recorded);
        losses.forEach(loss -> lost(loss.place(), loss.why()));
        if (outputs.stream().noneMatch(output -> output.place().equals(AllureReport.FILE))) {
            console.line("results: " + kept.resolve(Journal.FILE));
        } else if (losses.stream().noneMatch(loss -> loss.place().equals(AllureReport.FILE))) {
            console.line("report: " + out.resolve(AllureReport.FILE));
        }
        if (!losses.isEmpty()) {
            console.line("'./xe-cts report %s' writes all of it again, from the journal".formatted(kept));
        }
    }

    /** A journal with all that there is so far: in the same place if that went away, else where temporary files go. */
    private @Nullable Journal elsewhere() {
        for (boolean temporary : new boolean[] {false, true}) {
            try {
                Path folder = temporary ? Files.createTempDirectory("xe-cts-") : out;
                if (!temporary && Files.exists(out.resolve(Journal.FILE))) {
                    continue;
                }
                Journal journal = OutputFolder.open(folder, run, false);
                for (CheckOutcome outcome : outcomes) {
                    journal.add(outcome);
                }
                kept = folder;
                console.line("everything so far is in " + folder.resolve(Journal.FILE));
                return journal;
            } catch (IOException e) {
                lost("another journal", e);
            }
        }
        return null;
    }

    private void lost(String output, Exception why) {
        outputLost = true;
        console.line("@|magenta,bold not written:|@ %s: %s".formatted(out.resolve(output), OutputFolder.reason(why)));
    }
}
