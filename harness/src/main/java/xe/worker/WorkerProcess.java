// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import xe.report.Check;
import xe.report.JsonLine;

/** A worker as its supervisor sees it: what it has to do, what it is at, and its pipes. */
final class WorkerProcess {
    private static final int TAIL_LINES = 100;

    /**
     * What a worker told.
     *
     * @param line null when its output ended
     */
    record Event(WorkerProcess worker, @Nullable String line, long readNs) {}

    private final Process process;
    private final BlockingQueue<Event> events;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Map<String, Check> left = new LinkedHashMap<>();
    private final Map<Check, Long> running = new LinkedHashMap<>();
    private long sinceNs = System.nanoTime();

    /** @param urgent whether what it tells has to be known at once */
    WorkerProcess(Process process, boolean urgent, BlockingQueue<Event> events) {
        this.process = process;
        this.events = events;
        InputStream output = process.getInputStream();
        read("worker output", urgent ? output : new Gathering(output), true);
        read("worker messages", process.getErrorStream(), false);
    }

    /**
     * To be called once, before the first batch.
     *
     * @param parameters of JUnit, for every batch
     * @param asks whether it waits for {@link #letGo} before each check
     * @param jobs how many checks it runs at once
     */
    void configure(Map<String, String> parameters, boolean asks, int jobs) {
        order(new JsonLine()
                .put("asks", Boolean.toString(asks))
                .put("jobs", Integer.toString(jobs))
                .putMap("parameters", parameters)
                .toString());
    }

    /**
     * Takes what has come in a while at once. To be woken for each line costs more than all that is done with it, most of all
     * where the processes share a processor and a switch between them is slow, as in User Mode Linux.
     */
    private static final class Gathering extends FilterInputStream {
        private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(1);
        private static final long MOST_NS = TimeUnit.MILLISECONDS.toNanos(40);

        /** Longer and longer, so that a short run is told at once. */
        private long whileNs = STEP_NS;

        Gathering(InputStream stream) {
            super(stream);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (available() == 0) {
                LockSupport.parkNanos(whileNs);
                whileNs = Math.min(whileNs + STEP_NS, MOST_NS);
            }
            return super.read(bytes, offset, length);
        }
    }

    private void read(String name, InputStream stream, boolean protocol) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (protocol && line.startsWith("{")) {
                                events.add(new Event(this, line, System.nanoTime()));
                            } else {
                                said(line);
                            }
                        }
                    } catch (IOException e) {
                        said(e.toString());
                    }
                    if (protocol) {
                        events.add(new Event(this, null, System.nanoTime()));
                    }
                },
                name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Keeps a line that is no event. */
    void said(String line) {
        synchronized (tail) {
            tail.add(line);
            if (tail.size() > TAIL_LINES) {
                tail.remove();
            }
        }
    }

    /** The last lines that it printed, the JVM's own among them. */
    String tail() {
        synchronized (tail) {
            return String.join("\n", tail);
        }
    }

    /**
     * Has it open the device and tell what it found.
     *
     * @param features that are wanted
     */
    void look(List<String> features) {
        sinceNs = System.nanoTime();
        order(new JsonLine().put("look", features).toString());
    }

    /** Hands it a batch; a worker that is gone does not take it, which its end tells. */
    void give(Batch batch) {
        batch.checks().forEach(check -> left.put(check.id(), check));
        sinceNs = System.nanoTime();
        order(batch.line());
    }

    void letGo(Check check) {
        began(check, System.nanoTime());
        order(new JsonLine().put("go", check.id()).toString());
    }

    private void order(String line) {
        try {
            OutputStream orders = process.getOutputStream();
            orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException e) {
            said("no more orders: " + e.getMessage());
        }
    }

    void began(Check check, long readNs) {
        running.put(check, readNs);
        sinceNs = readNs;
    }

    void ended(Check check, long readNs) {
        left.remove(check.id());
        running.remove(check);
        sinceNs = readNs;
    }

    /** The checks that it is at, with the time when each began, as {@link System#nanoTime} has it. */
    Map<Check, Long> running() {
        return running;
    }

    /**
     * The check of its batch with that name.
     *
     * @throws IllegalArgumentException if there is none that has not ended
     */
    Check left(String id) {
        Check check = left.get(id);
        if (check == null) {
            throw new IllegalArgumentException("no check " + id + " is left");
        }
        return check;
    }

    /** The checks of its batch that have not ended, in order. */
    Collection<Check> allLeft() {
        return left.values();
    }

    /** When it last told something or was told, as {@link System#nanoTime} has it. */
    long sinceNs() {
        return sinceNs;
    }

    long pid() {
        return process.pid();
    }

    /** What to do about it when {@link #kill} did not help. */
    String immortal() {
        return "process %d does not die: it is stuck in the kernel; restart the machine, 'xe-cts resume' does the rest"
                .formatted(pid());
    }

    /** Ends one that has nothing to do, as the end of its orders does. */
    void dismiss(Duration deadline) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            said("it was gone: " + e.getMessage());
        }
        await(deadline);
    }

    /** Waits for a process whose output has ended. */
    int exitCode(Duration deadline) {
        return await(deadline) ? process.exitValue() : -1;
    }

    /** @return whether it is gone: a process can be stuck in the kernel for ever */
    boolean kill(Duration deadline) {
        process.destroyForcibly();
        return await(deadline);
    }

    private boolean await(Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
