// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.OK;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Deadline;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.NotificationPipe;
import xe.watch.OpenFileLimit;
import xe.watch.UserKey;

/**
 * How many watches a user may have: as many as the caller's soft RLIMIT_NOFILE.
 *
 * <p>The user must have no other watches meanwhile, in any process. Those of earlier checks may take some milliseconds to go
 * (WQ-026), so what has to be accepted is tried for a while.
 */
@Requires(Feature.WATCH_QUEUE)
class WatchLimitTest {

    /** Pipes and files that can be paired; all descriptors are open before the limit goes down. */
    private static final class Pairs implements AutoCloseable {
        private final List<NotificationPipe> pipes = new ArrayList<>();
        private final List<DrmFile> files = new ArrayList<>();
        private final Deadline deadline;

        Pairs(RenderNode node, int pipes, int files) {
            this.deadline = node.device().deadline();
            for (int i = 0; i < pipes; i++) {
                this.pipes.add(NotificationPipe.open(node.device().kernel(), deadline));
            }
            for (int i = 0; i < files; i++) {
                this.files.add(node.open());
            }
        }

        void mustBeTaken(int pipe, int file) {
            assertEventually(deadline, OK, () -> files.get(file).tryWatch(pipes.get(pipe), 1));
        }

        void mustBeTooMany(int pipe, int file) {
            assertThat(files.get(file).tryWatch(pipes.get(pipe), 1)).failsWith(EAGAIN);
        }

        @Override
        public void close() {
            files.forEach(DrmFile::close);
            pipes.forEach(NotificationPipe::close);
        }
    }

    @Test
    @Rule("WQ-020")
    void ebusyComesBeforeEagain(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 2, 1)) {
            pairs.mustBeTaken(0, 0);
            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, 0)) {
                pairs.mustBeTooMany(1, 0); // control: the limit is in force
                assertThat(pairs.files.getFirst().tryWatch(pairs.pipes.getFirst(), 1))
                        .failsWith(EBUSY);
            }
        }
    }

    @Test
    @Rule("WQ-021")
    void noWatchIsAllowedAtLimitZero(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 1, 1)) {
            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, 0)) {
                pairs.mustBeTooMany(0, 0);
                assertThat(pairs.files.getFirst().tryCreateVm(0)).succeeds(); // open descriptors work
            }
            pairs.mustBeTaken(0, 0); // control
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-022")
    @ValueSource(ints = {1, 2, 3, 8})
    void asManyWatchesAsTheLimitAreAllowed(int limit, RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, limit + 1, 1);
                OpenFileLimit _ = OpenFileLimit.lower(kernel, limit)) {
            for (int pipe = 0; pipe < limit; pipe++) {
                pairs.mustBeTaken(pipe, 0);
            }
            pairs.mustBeTooMany(limit, 0);
        }
    }

    @Test
    @Rule("WQ-023")
    void watchesOfSeveralPipesAndFilesCountTogether(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 2, 2);
                OpenFileLimit _ = OpenFileLimit.lower(kernel, 3)) {
            pairs.mustBeTaken(0, 0);
            pairs.mustBeTaken(0, 1);
            pairs.mustBeTaken(1, 0);
            pairs.mustBeTooMany(1, 1);
        }
    }

    @Test
    @Rule("WQ-023")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void watchesOfKeysCountToo(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 2, 1);
                UserKey key = UserKey.create(kernel, "counted");
                UserKey other = UserKey.create(kernel, "one too many");
                OpenFileLimit _ = OpenFileLimit.lower(kernel, 2)) {
            pairs.mustBeTaken(0, 0);
            assertEventually(pairs.deadline, OK, () -> key.tryWatch(pairs.pipes.get(0), 1));

            pairs.mustBeTooMany(1, 0);
            assertThat(other.tryWatch(pairs.pipes.get(1), 1)).failsWith(EAGAIN);
        }
    }

    @Test
    @Rule("WQ-024")
    void softLimitCountsWhateverTheHardOneIs(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 2, 1);
                OpenFileLimit _ = OpenFileLimit.lower(kernel, 1)) { // the hard limit stays
            pairs.mustBeTaken(0, 0);
            pairs.mustBeTooMany(1, 0);

            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, 2)) {
                pairs.mustBeTaken(1, 0); // control: raised again
            }
        }
    }

    @Test
    @Rule("WQ-025")
    @Requires(Feature.ROOT)
    void rootIsNotExempt(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 2, 1);
                OpenFileLimit _ = OpenFileLimit.lower(kernel, 1)) {
            pairs.mustBeTaken(0, 0);
            pairs.mustBeTooMany(1, 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-026")
    @ValueSource(strings = {"closed pipe", "closed file"})
    void endedWatchCountsNoLonger(String ended, RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 2, 2);
                OpenFileLimit _ = OpenFileLimit.lower(kernel, 1)) {
            pairs.mustBeTaken(0, 0);
            pairs.mustBeTooMany(1, 1);

            if (ended.equals("closed pipe")) {
                pairs.pipes.getFirst().close();
            } else {
                pairs.files.getFirst().close();
            }

            pairs.mustBeTaken(1, 1);
        }
    }

    @Test
    @Rule("WQ-027")
    void refusedWatchIsNotCounted(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 1, 1)) {
            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, 0)) {
                pairs.mustBeTooMany(0, 0);
                pairs.mustBeTooMany(0, 0);
                pairs.mustBeTooMany(0, 0);
            }
            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, 1)) {
                pairs.mustBeTaken(0, 0);
            }
        }
    }

    @Test
    @Rule("WQ-027")
    void secondWatchOfAPairIsNotCounted(RenderNode node, Kernel kernel) {
        try (Pairs pairs = new Pairs(node, 2, 1);
                OpenFileLimit _ = OpenFileLimit.lower(kernel, 2)) {
            pairs.mustBeTaken(0, 0);
            for (int i = 0; i < 3; i++) {
                assertThat(pairs.files.getFirst().tryWatch(pairs.pipes.getFirst(), 1))
                        .failsWith(EBUSY);
            }
            pairs.mustBeTaken(1, 0);
        }
    }
}
