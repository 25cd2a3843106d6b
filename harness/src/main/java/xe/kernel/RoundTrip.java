// SPDX-License-Identifier: MIT
package xe.kernel;

import java.util.function.LongSupplier;

/** Something that the device is asked to do, and how long that took. */
final class RoundTrip implements Runnable {
    private final Runnable trip;
    private final LongSupplier clock;
    private volatile long tookNs;
    private volatile boolean back;

    RoundTrip(Runnable trip, LongSupplier clock) {
        this.trip = trip;
        this.clock = clock;
    }

    @Override
    public void run() {
        long startNs = clock.getAsLong();
        try {
            trip.run();
        } catch (RuntimeException e) {
            // an error is an answer too
        } finally {
            tookNs = clock.getAsLong() - startNs;
            back = true;
        }
    }

    /** Whether it has ended. */
    boolean isBack() {
        return back;
    }

    /** How long it took. */
    long tookNs() {
        return tookNs;
    }
}
