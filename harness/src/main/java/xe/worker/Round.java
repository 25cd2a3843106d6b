// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import xe.report.Attachment;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.JsonObject;
import xe.report.OutcomeLine;
import xe.report.Verdict;
import xe.worker.WorkerProcess.Event;

/** Each check of a plan once, and what is done about workers that hang or die meanwhile. */
final class Round {
    private static final int FRUITLESS_STARTS = 3;

    private final Plan plan;
    private final Workers workers;
    private final Supervisor.Settings settings;
    private final Limits limits;
    private final Outcomes outcomes;
    private final Consumer<Check> begun;
    private int fruitless;

    Round(Plan plan, Workers workers, Supervisor.Settings settings, Outcomes outcomes, Consumer<Check> begun) {
        this.plan = plan;
        this.workers = workers;
        this.settings = settings;
        this.limits = settings.limits();
        this.outcomes = outcomes;
        this.begun = begun;
    }

    /**
     * Returns when every check has an outcome, or there is a reason not to go on.
     *
     * @param startNs of all rounds, as {@link System#nanoTime} has it
     */
    void run(long startNs) throws IOException {
        while (true) {
            workers.start(plan);
            if (workers.busy().isEmpty()) {
                return;
            }
            try {
                Event event = workers.events().poll();
                if (event == null) {
                    Duration wait = limits.untilNext(workers.busy(), startNs);
                    event = workers.events().poll(wait.toNanos(), TimeUnit.NANOSECONDS);
                }
                if (event != null) {
                    handle(event);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                outcomes.abort("interrupted");
            }
            if (outcomes.abort().isEmpty() && workers.events().isEmpty()) {
                List.copyOf(workers.busy()).forEach(this::checkDeadline);
                if (limits.over(startNs)) {
                    outcomes.abort("out of time after %d s"
                            .formatted(Limits.age(startNs).toSeconds()));
                }
            }
            if (outcomes.abort().isPresent()) {
                workers.killBusy();
                return;
            }
        }
    }

    private void handle(Event event) {
        WorkerProcess worker = event.worker();
        if (!workers.busy().contains(worker)) {
            if (event.line() == null) {
                workers.forget(worker);
            }
        } else if (event.line() == null) {
            died(worker);
        } else {
            try {
                told(worker, JsonObject.parse(event.line()), event.readNs());
            } catch (IllegalArgumentException e) {
                worker.said(event.line()); // half a line of a worker that died
            }
        }
    }

    private void told(WorkerProcess worker, Map<String, Object> line, long readNs) {
        if (line.containsKey("begin")) {
            Check check = worker.left(JsonObject.text(line, "begin"));
            worker.began(check, readNs);
            settings.watch().ifPresent(KernelWatch::mark);
            begun.accept(check);
            if (settings.asks()) {
                worker.letGo(check);
            }
        } else if (line.containsKey("status")) {
            CheckOutcome outcome = OutcomeLine.read(line, worker::left);
            worker.ended(outcome.check(), readNs);
            fruitless = 0;
            plan.note(outcome);
            outcomes.told(outcome, nothingLeft());
        } else {
            workers.done(worker);
        }
    }

    private boolean nothingLeft() {
        return plan.empty()
                && workers.busy().stream().allMatch(worker -> worker.allLeft().isEmpty());
    }

    private void died(WorkerProcess worker) {
        Death death = workers.autopsy(worker);
        if (outcomes.diedWithUs(death)) {
            outcomes.abort("interrupted");
            return;
        }
        workers.forget(worker);
        List<Check> running = List.copyOf(worker.running().keySet());
        if (running.size() == 1) {
            lost(worker, running.getFirst(), Verdict.CRASHED, death.why(), death.evidence());
        } else if (!running.isEmpty()) {
            outcomes.suspect(death, running);
            running.forEach(check -> {
                worker.ended(check, System.nanoTime());
                plan.giveBackAlone(check);
            });
        }
        replace(worker, running.isEmpty(), death.why() + " before a check began", death.evidence());
    }

    private void checkDeadline(WorkerProcess worker) {
        if (limits.left(worker).isPositive()) {
            return;
        }
        settings.watch().ifPresent(KernelWatch::tellBlockedTasks);
        List<Attachment> evidence = HangReport.of(worker.pid());
        boolean gone = worker.kill(Workers.DEATH);
        workers.forget(worker);
        List<Check> late = worker.running().entrySet().stream()
                .filter(check -> Limits.age(check.getValue()).compareTo(limits.check()) >= 0)
                .map(Map.Entry::getKey)
                .toList();
        String why = "still running after %s s".formatted(limits.check().toMillis() / 1000.0);
        if (gone) {
            late.forEach(check -> lost(worker, check, Verdict.TIMED_OUT, why, evidence));
        } else {
            outcomes.abort(worker.immortal());
            late.forEach(check -> lost(worker, check, Verdict.ABORTED, why + ", and " + worker.immortal(), evidence));
            if (late.isEmpty()) {
                // it hangs on the way to the next one
                worker.allLeft().stream()
                        .limit(1)
                        .toList()
                        .forEach(check -> lost(worker, check, Verdict.ABORTED, worker.immortal(), evidence));
            }
        }
        if (gone) {
            replace(worker, late.isEmpty(), "the worker did nothing for too long", evidence);
        }
    }

    private void lost(WorkerProcess worker, Check check, Verdict verdict, String why, List<Attachment> evidence) {
        Duration took = Limits.age(worker.running().getOrDefault(check, worker.sinceNs()));
        worker.ended(check, System.nanoTime());
        boolean last = nothingLeft() && worker.allLeft().isEmpty();
        outcomes.lost(check, verdict, why, took, evidence, last);
    }

    /** Has others do what a worker leaves; but not for ever, if none comes to anything. */
    private void replace(WorkerProcess worker, boolean nothingDone, String why, List<Attachment> evidence) {
        fruitless = nothingDone ? fruitless + 1 : 0;
        List<Check> left = List.copyOf(worker.allLeft());
        if (fruitless < FRUITLESS_STARTS) {
            plan.giveBack(left);
        } else {
            outcomes.broken(left, why, evidence);
        }
    }
}
