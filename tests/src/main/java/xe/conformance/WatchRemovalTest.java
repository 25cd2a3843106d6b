// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.uapi.KeyNotification.NOTIFY_KEY_UPDATED;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.FilterSpec;
import xe.watch.Notification;
import xe.watch.NotificationPipe;
import xe.watch.UserKey;

/** The record that tells that an open DRM file is gone. */
@Requires(Feature.WATCH_QUEUE)
class WatchRemovalTest {
    @Test
    @Rule("WQ-040")
    void removalIsThereWhenCloseReturns(RenderNode node, NotificationPipe pipe) {
        FullPipe.post(pipe, node, 0x40);

        List<Notification> records = pipe.drain();
        assertThat(records).hasSize(1);
        assertThat(records.getFirst()).isRemoval(0x40);
    }

    @Test
    @Rule("WQ-040")
    void everySubscribedPipeGetsOne(RenderNode node, NotificationPipe one, NotificationPipe other) {
        try (DrmFile file = node.open()) {
            file.watch(one, 1);
            file.watch(other, 2);
        }

        List<Notification> ofOne = one.drain();
        List<Notification> ofOther = other.drain();
        assertThat(ofOne).hasSize(1);
        assertThat(ofOne.getFirst()).isRemoval(1);
        assertThat(ofOther).hasSize(1);
        assertThat(ofOther.getFirst()).isRemoval(2);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-042")
    @ValueSource(ints = {0x00, 0x01, 0x42, 0x80, 0xff})
    void removalHasEightBytes(int watchId, RenderNode node, NotificationPipe pipe) {
        FullPipe.post(pipe, node, watchId);

        assertThat(pipe.tryRead(64)).returns(8);
        assertEqual("bytes of the removal record", new byte[] {0, 0, 0, 0, 8, (byte) watchId, 0, 0}, pipe.lastRead(8));
    }

    @Test
    @Rule("WQ-043")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void removalOfAKeyIsLonger(RenderNode node, NotificationPipe pipe, Kernel kernel) {
        try (UserKey key = UserKey.create(kernel, "unwatched")) {
            key.watch(pipe, 1);
            key.unwatch(pipe);
            FullPipe.post(pipe, node, 2);

            assertEqual(
                    "length of the key's",
                    16,
                    assertThat(pipe.next()).isRemoval(1).raw().length());
            assertEqual(
                    "length of the file's",
                    8,
                    assertThat(pipe.next()).isRemoval(2).raw().length());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-044")
    @ValueSource(strings = {"keys alone", "nothing", "another watch id"})
    void removalPassesFilters(String passing, RenderNode node, NotificationPipe pipe) {
        pipe.filter(
                switch (passing) {
                    case "keys alone" -> FilterSpec.passing(WATCH_TYPE_KEY_NOTIFY, NOTIFY_KEY_UPDATED);
                    case "nothing" -> FilterSpec.empty().entry(WATCH_TYPE_KEY_NOTIFY, entry -> {});
                    default ->
                        FilterSpec.empty()
                                .entry(
                                        WATCH_TYPE_KEY_NOTIFY,
                                        entry -> entry.subtype(NOTIFY_KEY_UPDATED)
                                                .watchId(9));
                });

        FullPipe.post(pipe, node, 0x44);

        assertThat(pipe.next()).isRemoval(0x44);
    }

    @Test
    @Rule("WQ-045")
    void removalIsLostWhenThePipeIsFull(RenderNode node, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, node.device().deadline())) {
            pipe.setSize(1);
            FullPipe.fill(pipe, node);
            FullPipe.post(pipe, node, 0xff); // lost
            for (int id = 0; id < FullPipe.CAPACITY; id++) {
                assertThat(pipe.next()).isRemoval(id);
            }

            List<Notification> after = pipe.drain();
            assertThat(after).hasSize(1);
            assertThat(after.getFirst()).isLoss();
        }
    }

    @Test
    @Rule("WQ-046")
    void removalIsLostWhenThePipeIsNotSized(RenderNode node, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, node.device().deadline())) {
            FullPipe.post(pipe, node, 1);
            pipe.setSize(1);
            FullPipe.post(pipe, node, 2);

            assertThat(pipe.next()).isRemoval(2); // neither the first nor a loss record
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("WQ-040")
    void manyFilesGiveOneRemovalEach(RenderNode node, NotificationPipe pipe) {
        List<DrmFile> files = new ArrayList<>();
        for (int id = 0; id < FullPipe.CAPACITY; id++) {
            DrmFile file = node.open();
            files.add(file);
            file.watch(pipe, id);
        }
        files.forEach(DrmFile::close);

        List<Notification> records = pipe.drain();
        assertThat(records).hasSize(FullPipe.CAPACITY);
        for (int id = 0; id < FullPipe.CAPACITY; id++) {
            int expected = id;
            assertTrue(
                    "a removal with id " + expected, records.stream().anyMatch(record -> record.watchId() == expected));
        }
    }
}
