// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;

import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** DRM_IOCTL_XE_WATCH_QUEUE: arguments and who can subscribe what. */
@Requires(Feature.WATCH_QUEUE)
class WatchQueueTest {

    @Test
    @Rule("WQ-001")
    void nonZeroFlagsGiveEinval(DrmFile file, NotificationPipe pipe) {
        assertThat(file.tryWatch(pipe, 7, request -> request.set("flags", 1))).failsWith(EINVAL);

        assertThat(file.tryWatch(pipe, 7)).succeeds(); // control, and nothing was left behind
    }

    @Test
    @Rule("WQ-014")
    void samePipeOnSameFileGivesEbusyWithAnotherIdToo(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, 1);

        assertThat(file.tryWatch(pipe, 2)).failsWith(EBUSY);
    }

    @Test
    @Rule("WQ-057")
    void closingOneOfTwoFilesOnAPipeRemovesItsWatchAlone(RenderNode node, DrmFile stays, NotificationPipe pipe) {
        stays.watch(pipe, 0x0a);
        try (DrmFile goes = node.open()) {
            goes.watch(pipe, 0xff);
        }

        assertThat(pipe.next()).isRemoval(0xff);
        assertThat(stays.tryWatch(pipe, 0x0a)).failsWith(EBUSY); // still subscribed
    }
}
