// SPDX-License-Identifier: MIT
package xe.conformance;

import xe.drm.DrmFile;
import xe.drm.RenderNode;
import xe.watch.NotificationPipe;

/** Records for a pipe without any job: each comes from an open file that goes (WQ-040). */
final class FullPipe {
    /** The records that a pipe of the smallest size takes (NP-013). */
    static final int CAPACITY = 32;

    private FullPipe() {}

    /** Leaves no room in a pipe of the smallest size. */
    static void fill(NotificationPipe pipe, RenderNode node) {
        for (int i = 0; i < CAPACITY; i++) {
            post(pipe, node, i);
        }
    }

    /** Posts one removal record. */
    static void post(NotificationPipe pipe, RenderNode node, int watchId) {
        try (DrmFile file = node.open()) {
            file.watch(pipe, watchId);
        }
    }
}
