// SPDX-License-Identifier: MIT
package xe.kernel;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One wait, by one thread, in slices: look, and while {@link #goesOn}, let a slice pass and look again.
 *
 * <p>Each slice counts as no more than it was to take. So a machine that stops for some seconds has not waited for them.
 */
public final class Wait {
    /** So many round trips as long as the last one have to fit into a wait that is given up. */
    private static final int ROUND_TRIPS = 16;

    private static final int SLICES = 8;
    private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SHORTEST_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final double NS_PER_MS = 1e6;

    private final Deadline deadline;
    private final String what;
    private final long startNs;
    private long lastNs;
    private long sliceNs = SHORTEST_NS;
    private long sliceStartNs;
    private long waitedNs;
    private long askNs;
    private long askedNs;
    private @Nullable RoundTrip asked;
    private boolean lastLook;
    private String why = "";

    Wait(Deadline deadline, String what) {
        this.deadline = deadline;
        this.what = what;
        this.startNs = deadline.now();
        this.lastNs = startNs;
        this.askNs = deadline.enoughNs();
    }

    /** Whether to look again, after a slice; to be asked after each look. */
    public boolean goesOn() {
        long nowNs = deadline.now();
        waitedNs += Math.min(nowNs - lastNs, sliceNs);
        lastNs = nowNs;
        sliceNs = SHORTEST_NS;
        if (lastLook) {
            return ends();
        }
        if (nowNs - startNs >= deadline.limitNs()) {
            if (asked != null) {
                why = ", and the device does not answer";
                deadline.answers(false);
            }
            return ends();
        }
        if (!deadline.asks()) {
            return true;
        }
        return asked == null ? ask() : judge(asked);
    }

    private boolean ask() {
        if (waitedNs >= askNs) {
            askedNs = waitedNs;
            asked = deadline.ask();
        }
        return true;
    }

    private boolean judge(RoundTrip trip) {
        if (trip.isBack()) {
            deadline.answers(true);
            asked = null;
            askNs = 2 * waitedNs;
            why = ", on a slow machine (a round trip took %s)".formatted(text(trip.tookNs()));
            if (waitedNs >= ROUND_TRIPS * trip.tookNs()) {
                why = ", though the device answers (a round trip took %s)".formatted(text(trip.tookNs()));
                lastLook = true; // what was on its way before the round trip is there now, if it comes at all
            }
        } else if (deadline.isSilent() && waitedNs - askedNs >= deadline.enoughNs()) {
            why = ", and the device does not answer, as before";
            lastLook = true;
        }
        return true;
    }

    private boolean ends() {
        deadline.waitedInVain(this);
        return false;
    }

    /** How long it has been waited, and why no longer: {@code 1.2 s, though the device answers (a round trip took 0.4 ms)}. */
    public String spent() {
        return text(lastNs - startNs) + why;
    }

    /** What became of it in vain: {@code waited in vain for a step of the job: nothing within 1.2 s, though ...}. */
    @Override
    public String toString() {
        return "waited in vain for " + what + ": nothing within " + spent();
    }

    private static String text(long ns) {
        double ms = ns / NS_PER_MS;
        if (ms >= 1000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000);
        }
        return String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms);
    }

    /** The next slice, in nanoseconds, of a wait that ends at once when there is something to see. */
    public long longSliceNs() {
        long longest = deadline.asks() ? Math.max(deadline.enoughNs(), waitedNs) / SLICES : deadline.limitNs();
        return slice(asked == null ? longest : growing(), SHORTEST_NS);
    }

    /** The next slice, in nanoseconds, of a wait that nobody wakes: short at first, so that not much time is lost. */
    public long sliceNs() {
        return slice(growing(), SHORTEST_NS);
    }

    /** Lets a short slice pass. */
    public void pause() {
        LockSupport.parkNanos(slice(growing(), SHORTEST_PAUSE_NS));
    }

    private long growing() {
        return (waitedNs - (asked == null ? 0 : askedNs)) / SLICES;
    }

    private long slice(long ns, long shortestNs) {
        long left = deadline.limitNs() - (lastNs - startNs);
        sliceNs = Math.max(Math.min(ns, left), Math.min(shortestNs, Math.max(left, 0)));
        sliceStartNs = deadline.now();
        return sliceNs;
    }

    /** {@link #goesOn} after a call that says that the slice is over; if it comes too early, the rest of the slice passes first. */
    public boolean restAndGoOn() {
        LockSupport.parkNanos(sliceStartNs + sliceNs - deadline.now());
        return goesOn();
    }
}
