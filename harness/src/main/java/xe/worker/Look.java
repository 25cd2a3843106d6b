// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import xe.report.Attachment;
import xe.report.JsonObject;
import xe.worker.WorkerProcess.Event;

/** The question what there is to test, put to a worker: the driver may hang in the answer. */
final class Look {
    private final Workers workers;
    private final Limits limits;

    Look(Workers workers, Supervisor.Settings settings) {
        this.workers = workers;
        this.limits = settings.limits();
    }

    Surroundings run(List<String> features) throws NoAnswer {
        WorkerProcess worker;
        try {
            worker = workers.fresh();
        } catch (IOException e) {
            throw new NoAnswer("no worker can be started: " + e.getMessage(), false, List.of());
        }
        worker.look(features);
        String answer = answer(worker);
        try {
            Surroundings found = Surroundings.read(JsonObject.parse(answer));
            workers.keep(worker);
            return found;
        } catch (IllegalArgumentException e) {
            worker.kill(Workers.DEATH);
            throw new NoAnswer("the worker tells nonsense: " + answer, false, List.of());
        }
    }

    private String answer(WorkerProcess worker) throws NoAnswer {
        @Nullable Event event;
        try {
            event = workers.events().poll(limits.inactivity().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted", false, List.of());
        }
        if (event == null) {
            List<Attachment> evidence = HangReport.of(worker.pid());
            boolean gone = worker.kill(Workers.DEATH);
            String why = "the driver did not answer within %s s"
                    .formatted(limits.inactivity().toMillis() / 1000.0);
            throw new NoAnswer(gone ? why : why + ", and " + worker.immortal(), !gone, evidence);
        }
        String line = event.line();
        if (line == null) {
            Death death = workers.autopsy(worker);
            throw new NoAnswer("the device can't be looked at: " + death.why(), false, death.evidence());
        }
        return line;
    }
}
