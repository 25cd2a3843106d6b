// SPDX-License-Identifier: MIT
package xe.sim.gpu;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * One submission: batches that run one after another, then stores, then an interrupt.
 *
 * @param batches GPU addresses
 * @param stores written in order after the last batch: user fences
 * @param finished called once, on the streamer's thread or on that of a kill, with 0 or ECANCELED
 */
public record GpuJob(List<Long> batches, List<Store> stores, IntConsumer finished) {
    /** A qword that the ring writes. */
    public record Store(long address, long value) {}

    public GpuJob {
        batches = List.copyOf(batches);
        stores = List.copyOf(stores);
    }
}
