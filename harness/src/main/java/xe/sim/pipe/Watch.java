// SPDX-License-Identifier: MIT
package xe.sim.pipe;

/**
 * One subscription ({@code struct watch}): a queue on a list, with the id that the subscriber chose.
 */
final class Watch {
    private final WatchList list;
    private final WatchQueue queue;
    private final int watchId;

    Watch(WatchList list, WatchQueue queue, int watchId) {
        this.list = list;
        this.queue = queue;
        this.watchId = watchId;
    }

    WatchList list() {
        return list;
    }

    WatchQueue queue() {
        return queue;
    }

    int watchId() {
        return watchId;
    }

    /** The pipe is gone: leaves the list without a word. */
    void queueGone() {
        list.drop(this);
    }
}
