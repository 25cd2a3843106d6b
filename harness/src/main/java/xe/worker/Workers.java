// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import xe.worker.WorkerProcess.Event;

/** The processes that there are, at work or not. */
final class Workers {
    /** How long a process that is killed may take to go; a thread that waits in the kernel may stay for ever. */
    static final Duration DEATH = Duration.ofSeconds(5);

    /** How long a worker that records may take to write the cache down. */
    private static final Duration RECORDED = Duration.ofMinutes(2);

    private final WorkerCommand command;
    private final Start start;
    private final Supervisor.Settings settings;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<WorkerProcess> idle = new ArrayDeque<>();
    private final Set<WorkerProcess> busy = new LinkedHashSet<>();

    /** Makes a process; the tests have some that can't be killed. */
    interface Start {
        Process process() throws IOException;
    }

    Workers(WorkerCommand command, Start start, Supervisor.Settings settings) {
        this.command = command;
        this.start = start;
        this.settings = settings;
    }

    /** Gives the plan's next portions to as many workers as may run at once, and has a spare one start where each serves once. */
    void start(Plan plan) throws IOException {
        boolean replaced = settings.isolation() != Isolation.NONE;
        int workers = replaced ? settings.jobs() : 1;
        while (busy.size() < workers && !plan.empty()) {
            WorkerProcess worker = idle.isEmpty() ? fresh() : idle.remove();
            worker.give(plan.next());
            busy.add(worker);
        }
        if (replaced && idle.isEmpty() && !plan.empty()) {
            idle.add(fresh());
        }
    }

    /** One that nobody has yet. */
    WorkerProcess fresh() throws IOException {
        boolean urgent =
                settings.asks() || settings.watch().filter(KernelWatch::judges).isPresent();
        WorkerProcess worker = new WorkerProcess(start.process(), urgent, events);
        int jobs = settings.isolation() == Isolation.NONE ? settings.jobs() : 1;
        worker.configure(settings.parameters(), settings.asks(), jobs);
        return worker;
    }

    /** Has it for the next portion. */
    void keep(WorkerProcess worker) {
        idle.add(worker);
    }

    /** It has done all of its portion. */
    void done(WorkerProcess worker) {
        busy.remove(worker);
        if (settings.isolation() == Isolation.NONE) {
            idle.add(worker);
        } else {
            worker.kill(Duration.ZERO);
        }
    }

    /** It is dead, or as good as that. */
    void forget(WorkerProcess worker) {
        busy.remove(worker);
        idle.remove(worker);
    }

    Death autopsy(WorkerProcess worker) {
        return new Death(worker.exitCode(DEATH), command.errorFile(worker.pid()), worker.tail());
    }

    /** What all of them tell, in the order in which it was read. */
    BlockingQueue<Event> events() {
        return events;
    }

    Set<WorkerProcess> busy() {
        return busy;
    }

    /** Ends those that are at work. */
    void killBusy() {
        busy.forEach(worker -> worker.kill(Duration.ZERO));
        busy.clear();
    }

    void close() {
        killBusy();
        idle.forEach(worker -> worker.dismiss(WorkerCommand.records() ? RECORDED : Duration.ZERO));
    }
}
