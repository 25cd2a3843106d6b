// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.uapi.KeyNotification.NOTIFY_KEY_UPDATED;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.Fd;
import xe.watch.NotificationPipe;
import xe.watch.UserKey;

/** Which pairs of a pipe and an open file can be subscribed, and how often. */
@Requires(Feature.WATCH_QUEUE)
class WatchMultiplexTest {
    private static final int ROUNDS = 24;

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-013")
    @ValueSource(ints = {0, 1, 255})
    void samePairWithTheSameIdGivesEbusy(int watchId, DrmFile file, NotificationPipe pipe) {
        assertThat(file.tryWatch(pipe, watchId)).succeeds(); // control: the first time

        assertThat(file.tryWatch(pipe, watchId)).failsWith(EBUSY);
    }

    @ParameterizedTest(name = "{0} then {1}")
    @Rule("WQ-014")
    @CsvSource({"1, 2", "0, 255", "255, 0"})
    void samePairWithAnotherIdGivesEbusy(int first, int second, DrmFile file, NotificationPipe pipe) {
        assertThat(file.tryWatch(pipe, first)).succeeds();

        assertThat(file.tryWatch(pipe, second)).failsWith(EBUSY);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-015")
    @ValueSource(strings = {"write end", "copy of the read end", "copy of the write end"})
    void samePipeThroughAnotherDescriptorGivesEbusy(String through, DrmFile file, NotificationPipe pipe) {
        assertThat(file.tryWatchFd(pipe.readFd(), 1)).succeeds();

        Fd end = through.endsWith("read end") ? pipe.readEnd() : pipe.writeEnd();
        try (Fd copy = end.duplicate()) {
            assertThat(file.tryWatchFd(through.startsWith("copy") ? copy.number() : end.number(), 1))
                    .failsWith(EBUSY);
        }
    }

    @Test
    @Rule("WQ-016")
    void sameOpenFileThroughAnotherDescriptorGivesEbusy(DrmFile file, NotificationPipe pipe) {
        try (DrmFile copy = file.dup()) {
            assertThat(file.tryWatch(pipe, 1)).succeeds();

            assertThat(copy.tryWatch(pipe, 1)).failsWith(EBUSY);
        }
    }

    @ParameterizedTest(name = "ids {0} and {1}")
    @Rule("WQ-017")
    @CsvSource({"1, 2", "7, 7", "255, 0"})
    void aPipeCanServeSeveralOpenFiles(int first, int second, RenderNode node, NotificationPipe pipe) {
        try (DrmFile one = node.open();
                DrmFile other = node.open()) {
            assertThat(one.tryWatch(pipe, first)).succeeds();
            assertThat(other.tryWatch(pipe, second)).succeeds();

            one.close();
            assertThat(pipe.next()).isRemoval(first);
            other.close();
            assertThat(pipe.next()).isRemoval(second);
        }
    }

    @Test
    @Rule("WQ-018")
    void anOpenFileCanServeSeveralPipes(RenderNode node, Kernel kernel) {
        List<NotificationPipe> pipes = new ArrayList<>();
        try (DrmFile file = node.open()) {
            for (int id = 1; id <= 4; id++) {
                NotificationPipe pipe =
                        NotificationPipe.open(kernel, node.device().deadline());
                pipes.add(pipe);
                pipe.setSize(1);
                assertThat(file.tryWatch(pipe, id)).succeeds();
            }
            file.close();

            for (int id = 1; id <= 4; id++) {
                assertThat(pipes.get(id - 1).next()).isRemoval(id);
                assertThat(pipes.get(id - 1).drain()).isEmpty();
            }
        } finally {
            pipes.forEach(NotificationPipe::close);
        }
    }

    @Test
    @Rule("WQ-019")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void recordsOfKeysAndFilesInterleave(RenderNode node, NotificationPipe pipe, Kernel kernel) {
        try (UserKey key = UserKey.create(kernel, "interleaved");
                DrmFile one = node.open();
                DrmFile other = node.open()) {
            assertThat(one.tryWatch(pipe, 1)).succeeds();
            assertThat(key.tryWatch(pipe, 2)).succeeds();
            assertThat(other.tryWatch(pipe, 3)).succeeds();

            key.touch();
            one.close();
            key.touch();
            other.close();

            assertThat(pipe.next()).isKeyEvent(2, NOTIFY_KEY_UPDATED, key.serial());
            assertThat(pipe.next()).isRemoval(1);
            assertThat(pipe.next()).isKeyEvent(2, NOTIFY_KEY_UPDATED, key.serial());
            assertThat(pipe.next()).isRemoval(3);
        }
    }

    @Test
    @Rule("WQ-028")
    void nothingButClosingEndsASubscription(RenderNode node, NotificationPipe pipe) {
        try (DrmFile file = node.open()) {
            file.watch(pipe, 0x28);
            assertThat(file.tryWatch(pipe, 0x28)).failsWith(EBUSY);
            assertThat(file.tryWatch(pipe, 0x28)).failsWith(EBUSY);
            assertThat(pipe.drain()).isEmpty();
        }

        assertThat(pipe.next()).isRemoval(0x28);
    }

    @Test
    @Rule("WQ-029")
    void theIdOfASubscriptionStays(RenderNode node, NotificationPipe pipe) {
        try (DrmFile file = node.open()) {
            file.watch(pipe, 0x29);
            assertThat(file.tryWatch(pipe, 0x2a)).failsWith(EBUSY);
        }

        assertThat(pipe.next()).isRemoval(0x29);
    }

    @Test
    @Rule("WQ-032")
    void ofTwoCallsAtOnceOneWins(RenderNode node, NotificationPipe pipe) {
        try (Race race = new Race(node.device().deadline())) {
            for (int round = 0; round < ROUNDS; round++) {
                try (DrmFile file = node.open()) {
                    race.assertOneWins(() -> file.tryWatch(pipe, 0x32), EBUSY);
                }
                assertThat(pipe.next()).isRemoval(0x32);
            }
            assertEqual("records left over", 0, pipe.drain().size());
        }
    }
}
