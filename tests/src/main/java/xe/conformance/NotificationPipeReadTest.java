// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;

import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** read(2) on a notification pipe. */
class NotificationPipeReadTest {

    @Test
    @Rule("NP-064")
    void emptyNonBlockingPipeGivesEagain(NotificationPipe pipe) {
        assertThat(pipe.tryRead(128)).failsWith(EAGAIN);
    }

    @Test
    @Rule("NP-060")
    @Requires(Feature.WATCH_QUEUE)
    void oneReadTakesAllRecordsThatFit(RenderNode node, NotificationPipe pipe) {
        for (int id = 1; id <= 3; id++) {
            try (DrmFile file = node.open()) {
                file.watch(pipe, id);
            }
        }

        assertThat(pipe.tryRead(128)).returns(3 * 8);
        assertEqual(
                "watch id of the second record", 2, pipe.lastRecords(24).get(1).watchId());
    }
}
