// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import xe.drm.KernelLog;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.JsonLine;
import xe.report.JsonObject;
import xe.report.OutcomeLine;

/**
 * The process that makes the system calls. It takes orders on standard input and tells what happens on standard output, both as
 * lines of JSON, until its standard input ends, which it does with its supervisor.
 *
 * <p>Orders: {@code {"parameters":{...},"asks":...,"jobs":...}} first, then any number of {@link Batch batches} and of
 * {@code {"look":[FEATURE...]}}; {@code {"go":ID}} lets a check begin, if the worker asks. It tells {@code {"begin":ID}},
 * {@link OutcomeLine outcomes} and {@code {"idle":...}} after a batch, and its {@link Surroundings} when it has looked.
 */
public final class Worker {
    private static final int ORPHANED = 4;

    private final InputStream input;
    private final OutputStream events;
    private final Thread warmUp = WarmUp.begin();
    private final BlockingQueue<Map<String, Object>> orders = new LinkedBlockingQueue<>();
    private final Map<String, Semaphore> asking = new ConcurrentHashMap<>();

    /**
     * @param input orders
     * @param events what it tells
     */
    Worker(InputStream input, OutputStream events) {
        this.input = input;
        this.events = events;
    }

    /** Never returns. */
    public static void main(String[] arguments) {
        OutputStream events = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err); // what anybody prints is not for the supervisor
        new Worker(System.in, events).work();
    }

    /** Never returns, as its process ends with the orders. */
    void work() {
        Thread reader = new Thread(this::read, "orders");
        reader.setDaemon(true);
        reader.start();
        try {
            Map<String, Object> first = orders.take();
            boolean asks = Boolean.parseBoolean(JsonObject.text(first, "asks"));
            int jobs = Integer.parseInt(JsonObject.text(first, "jobs"));
            Map<String, String> parameters = JsonObject.textMap(first, "parameters");
            Consumer<Check> mark = check -> {};
            if (parameters.getOrDefault("xe.backend", "sim").equals("linux")) {
                mark = new LogMark(Path.of(KernelLog.PATH))::begin;
                warmUp.join(); // a check there is alone
            }
            while (true) {
                Map<String, Object> order = orders.take();
                if (order.containsKey("look")) {
                    tell(Surroundings.look(parameters, JsonObject.texts(order, "look"))
                            .line());
                } else {
                    Consumer<Check> begun = mark.andThen(check -> begun(check, asks));
                    Batch batch = Batch.read(order);
                    if (jobs > 1) {
                        batch.run(jobs, parameters, begun, this::ended);
                    } else {
                        batch.run(parameters, begun, this::ended);
                    }
                    tell(new JsonLine().put("idle", "yes").toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread of its own, so that the end of the supervisor is noticed whatever a check is stuck in. */
    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, Object> order = JsonObject.parse(line);
                if (order.containsKey("go")) {
                    asking.remove(JsonObject.text(order, "go")).release();
                } else {
                    orders.add(order);
                }
            }
        } catch (IOException e) {
            // the same as an end
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    private void begun(Check check, boolean asks) {
        Semaphore go = new Semaphore(asks ? 0 : 1);
        if (asks) {
            asking.put(check.id(), go);
        }
        tell(new JsonLine().put("begin", check.id()).toString());
        go.acquireUninterruptibly();
    }

    private void ended(CheckOutcome outcome) {
        tell(OutcomeLine.write(outcome));
    }

    private synchronized void tell(String line) {
        try {
            events.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // nobody is there to be told, and the end of the orders says so too
        }
    }
}
