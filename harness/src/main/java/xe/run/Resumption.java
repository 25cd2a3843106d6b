// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import xe.report.Attachment;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Interruption;
import xe.report.RecordedRun;
import xe.report.RunInfo;
import xe.report.Verdict;

/** What an interrupted run has, and what it lacks. */
final class Resumption {
    private final RecordedRun recorded;
    private final Interruption interruption;

    private Resumption(RecordedRun recorded, Interruption interruption) {
        this.recorded = recorded;
        this.interruption = interruption;
    }

    /**
     * @param here the run as it would be made now
     * @throws RunProblem if that would be another one
     */
    static Resumption of(RecordedRun recorded, RunInfo here, Path out) {
        recorded.run()
                .identity()
                .forEach((what, then) -> same(out, what, then, here.identity().get(what)));
        try {
            return new Resumption(recorded, Interruption.read(out));
        } catch (IOException e) {
            throw RunProblem.usage("the run can't be read: " + OutputFolder.reason(e));
        }
    }

    private static void same(Path out, String what, String then, String now) {
        if (!Objects.equals(then, now)) {
            throw RunProblem.usage("%s was made with another %s: %s, and here it is %s; it can't go on here"
                    .formatted(out, what, then, now));
        }
    }

    /**
     * Has the session go on, with the checks that were running as incomplete.
     *
     * @param before what they get as evidence if the machine went down
     * @return those of {@code selected} that have no outcome
     */
    List<Check> left(List<Check> selected, Session session, boolean sync, PreviousBoot before) {
        Set<String> done = recorded.outcomes().stream()
                .map(outcome -> outcome.check().id())
                .collect(Collectors.toSet());
        List<Check> left =
                selected.stream().filter(check -> !done.contains(check.id())).toList();
        session.resume(sync, left, recorded.outcomes());
        List<Check> running = left.stream()
                .filter(check -> interruption.running().contains(check.id()))
                .toList();
        List<Attachment> evidence = interruption.ofTheMachine() && !running.isEmpty()
                ? before.log(interruption.boot(), recorded.run().start())
                : List.of();
        String why = why(evidence);
        running.forEach(check ->
                session.add(CheckOutcome.without(check, Verdict.INCOMPLETE, "INCOMPLETE: " + why, Instant.now())
                        .with(Duration.ZERO, evidence)));
        return left.stream()
                .filter(check -> !interruption.running().contains(check.id()))
                .toList();
    }

    private String why(List<Attachment> evidence) {
        if (!interruption.ofTheMachine()) {
            return "the run was killed while it ran";
        }
        String machine = "the machine went down while it ran; ";
        return machine
                + (evidence.isEmpty()
                        ? "neither pstore nor the journal has its last words, as far as this user may read them"
                        : "its last words are attached");
    }
}
