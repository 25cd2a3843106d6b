// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import xe.report.Attachment;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.JsonObject;
import xe.report.OutcomeLine;
import xe.report.Verdict;
import xe.worker.WorkerProcess.Event;

/**
 * Has checks run by workers, and gives each an outcome whatever becomes of its worker: one that hangs is killed and one that dies is
 * replaced, which costs the check that it was at and no other.
 *
 * <p>All decisions are made by the thread that calls {@link #run}. It makes no call to the driver, so no driver can stop it.
 */
public final class Supervisor implements AutoCloseable {
    /** How long a process that is killed may take to go; a thread that waits in the kernel may stay for ever. */
    private static final Duration DEATH = Duration.ofSeconds(5);

    /** After a signal to all processes the workers' ends can be seen before this process's own. */
    private static final Duration OWN_END = Duration.ofMillis(500);

    private static final int FRUITLESS_STARTS = 3;

    private final WorkerCommand command;
    private final Settings settings;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<WorkerProcess> idle = new ArrayDeque<>();
    private final Set<WorkerProcess> busy = new LinkedHashSet<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final long startNs = System.nanoTime();
    private final List<Suspects> suspects = new ArrayList<>();
    private int fruitless;
    private @Nullable String abort;

    /**
     * @param jobs how many checks at once: in one worker, or one in each if they are isolated
     * @param asks whether a worker waits before each check until {@code begun} has returned
     * @param parameters of JUnit
     * @param watch looks at the machine after each check, unless it is simulated
     */
    public record Settings(
            int jobs,
            Isolation isolation,
            Limits limits,
            boolean asks,
            Map<String, String> parameters,
            Optional<KernelWatch> watch) {}

    public Supervisor(WorkerCommand command, Settings settings) {
        this.command = command;
        this.settings = settings;
    }

    /**
     * Returns when every check has an outcome, or there is a reason not to go on.
     *
     * @param index all checks there are
     * @param begun is told of a check before it does anything
     * @param ended gets the outcomes as they come, at most one per check
     * @return why some checks have none
     */
    public Optional<String> run(
            List<Check> selected, List<Check> index, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        Plan plan = new Plan(selected, index, settings.isolation());
        while (true) {
            try {
                start(plan);
            } catch (IOException e) {
                return Optional.of("no worker can be started: " + e.getMessage());
            }
            if (busy.isEmpty()) {
                return Optional.empty();
            }
            try {
                Event event = events.poll(untilDeadline().toNanos(), TimeUnit.NANOSECONDS);
                if (event != null) {
                    handle(event, plan, begun, ended);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                abort = "interrupted";
            }
            if (abort == null && events.isEmpty()) {
                List.copyOf(busy).forEach(worker -> checkDeadline(worker, plan, ended));
                if (settings.limits()
                        .overall()
                        .filter(limit -> age(startNs).compareTo(limit) >= 0)
                        .isPresent()) {
                    abort = "out of time after %d s".formatted(age(startNs).toSeconds());
                }
            }
            if (abort != null) {
                busy.forEach(worker -> worker.kill(Duration.ZERO));
                busy.clear();
                return Optional.of(abort);
            }
        }
    }

    private void start(Plan plan) throws IOException {
        int workers = settings.isolation() == Isolation.NONE ? 1 : settings.jobs();
        while (busy.size() < workers && !plan.empty()) {
            WorkerProcess worker = idle.isEmpty() ? fresh() : idle.remove();
            worker.give(plan.next());
            busy.add(worker);
        }
        if (settings.isolation() != Isolation.NONE && idle.isEmpty() && !plan.empty()) {
            idle.add(fresh());
        }
    }

    private WorkerProcess fresh() throws IOException {
        WorkerProcess worker = new WorkerProcess(command, events);
        Map<String, String> parameters = new HashMap<>(settings.parameters());
        if (settings.isolation() == Isolation.NONE && settings.jobs() > 1) {
            parameters.putAll(JUnitLauncher.parallel(settings.jobs()));
        }
        worker.configure(parameters, settings.asks());
        return worker;
    }

    private void handle(Event event, Plan plan, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        WorkerProcess worker = event.worker();
        if (!busy.contains(worker)) {
            if (event.line() == null) {
                idle.remove(worker);
            }
        } else if (event.line() == null) {
            died(worker, plan, ended);
        } else {
            try {
                told(worker, JsonObject.parse(event.line()), event.readNs(), begun, ended);
            } catch (IllegalArgumentException e) {
                worker.said(event.line()); // half a line of a worker that died
            }
        }
    }

    private void told(
            WorkerProcess worker,
            Map<String, Object> line,
            long readNs,
            Consumer<Check> begun,
            Consumer<CheckOutcome> ended) {
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
            end(outcome, ended);
        } else {
            busy.remove(worker);
            if (settings.isolation() == Isolation.NONE) {
                idle.add(worker);
            } else {
                worker.kill(Duration.ZERO);
            }
        }
    }

    private void end(CheckOutcome raw, Consumer<CheckOutcome> ended) {
        CheckOutcome outcome = raw;
        for (Suspects some : suspects) {
            outcome = some.judge(outcome);
        }
        Optional<String> damage = settings.watch().flatMap(KernelWatch::damage);
        if (damage.isEmpty()) {
            ended.accept(outcome);
            return;
        }
        abort = damage.get();
        String itself = outcome.verdict().word() + (outcome.message().isEmpty() ? "" : ", " + outcome.message());
        ended.accept(outcome.as(Verdict.ABORTED, "ABORTED: %s; the check itself: %s".formatted(abort, itself)));
    }

    private void died(WorkerProcess worker, Plan plan, Consumer<CheckOutcome> ended) {
        Death death = new Death(worker.exitCode(DEATH), command.errorFile(worker.pid()), worker.tail());
        if (death.bySignalToAll() && ownEnd()) {
            abort = "interrupted";
            return;
        }
        busy.remove(worker);
        Map<Check, Long> running = Map.copyOf(worker.running());
        if (running.size() == 1) {
            running.forEach(
                    (check, since) -> lost(worker, check, Verdict.CRASHED, death.why(), death.evidence(), ended));
        } else if (!running.isEmpty()) {
            suspects.add(new Suspects(death, running.keySet()));
            running.keySet().forEach(check -> {
                worker.ended(check, System.nanoTime());
                plan.giveBackAlone(check);
            });
        }
        fruitless(worker, running.isEmpty(), death.why() + " before a check began", death.evidence(), plan, ended);
    }

    private boolean ownEnd() {
        try {
            return stopping.await(OWN_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void checkDeadline(WorkerProcess worker, Plan plan, Consumer<CheckOutcome> ended) {
        if (left(worker).isPositive()) {
            return;
        }
        settings.watch().ifPresent(KernelWatch::tellBlockedTasks);
        List<Attachment> evidence = HangReport.of(worker.pid());
        boolean gone = worker.kill(DEATH);
        busy.remove(worker);
        if (!gone) {
            abort = "process %d does not die: it is stuck in the kernel".formatted(worker.pid());
        }
        Duration limit = settings.limits().check();
        List<Check> late = worker.running().entrySet().stream()
                .filter(check -> age(check.getValue()).compareTo(limit) >= 0)
                .map(Map.Entry::getKey)
                .toList();
        String why = "still running after %s s".formatted(limit.toMillis() / 1000.0);
        late.forEach(check -> lost(
                worker,
                check,
                gone ? Verdict.TIMED_OUT : Verdict.ABORTED,
                gone ? why : why + ", and " + abort,
                evidence,
                ended));
        fruitless(worker, late.isEmpty(), "the worker did nothing for too long", evidence, plan, ended);
    }

    private void lost(
            WorkerProcess worker,
            Check check,
            Verdict verdict,
            String why,
            List<Attachment> evidence,
            Consumer<CheckOutcome> ended) {
        List<Attachment> all = new ArrayList<>(evidence);
        settings.watch()
                .map(KernelWatch::log)
                .filter(log -> !log.isEmpty())
                .ifPresent(log -> all.add(new Attachment("kernel log", log)));
        Duration took = age(worker.running().getOrDefault(check, worker.sinceNs()));
        worker.ended(check, System.nanoTime());
        CheckOutcome outcome = CheckOutcome.without(
                        check,
                        verdict,
                        verdict.word().toUpperCase(Locale.ROOT) + ": " + why,
                        Instant.now().minus(took))
                .with(took, all);
        if (verdict == Verdict.ABORTED) {
            ended.accept(outcome);
        } else {
            end(outcome, ended);
        }
    }

    /** Has others do what a worker leaves; but not for ever, if none comes to anything. */
    private void fruitless(
            WorkerProcess worker,
            boolean nothingDone,
            String why,
            List<Attachment> evidence,
            Plan plan,
            Consumer<CheckOutcome> ended) {
        fruitless = nothingDone ? fruitless + 1 : 0;
        List<Check> left = List.copyOf(worker.allLeft());
        if (fruitless < FRUITLESS_STARTS) {
            plan.giveBack(left);
            return;
        }
        left.forEach(check -> ended.accept(
                CheckOutcome.without(check, Verdict.BROKEN, why, Instant.now()).with(Duration.ZERO, evidence)));
    }

    /** The time that it has for what it is at. */
    private Duration left(WorkerProcess worker) {
        return worker.running().values().stream()
                .min(Long::compare)
                .map(since -> settings.limits().check().minus(age(since)))
                .orElseGet(() -> settings.limits().inactivity().minus(age(worker.sinceNs())));
    }

    private Duration untilDeadline() {
        Duration next = settings.limits()
                .overall()
                .map(limit -> limit.minus(age(startNs)))
                .orElse(settings.limits().inactivity());
        for (WorkerProcess worker : busy) {
            Duration left = left(worker);
            next = left.compareTo(next) < 0 ? left : next;
        }
        return next.isNegative() ? Duration.ZERO : next;
    }

    private static Duration age(long sinceNs) {
        return Duration.ofNanos(System.nanoTime() - sinceNs);
    }

    /** For another thread, when this process is about to end: what dies now dies of that. */
    public void stop() {
        stopping.countDown();
    }

    /** Ends the workers. */
    @Override
    public void close() {
        busy.forEach(worker -> worker.kill(Duration.ZERO));
        idle.forEach(worker -> worker.kill(Duration.ZERO));
    }
}
