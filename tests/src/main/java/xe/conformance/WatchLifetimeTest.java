// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EBUSY;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** How long a subscription lives: as long as the pipe and the open DRM file. */
@Requires(Feature.WATCH_QUEUE)
class WatchLifetimeTest {
    private static final int BUFFER_SIZE = 1 << 16;

    private static NotificationPipe sizedPipe(Kernel kernel, RenderNode node) {
        NotificationPipe pipe = NotificationPipe.open(kernel, node.device().deadline());
        pipe.setSize(1);
        return pipe;
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-041")
    @ValueSource(strings = {"VM", "queue", "buffer"})
    void removalComesOnceWhatTheFileOwnsIsGone(String owned, RenderNode node, NotificationPipe pipe) {
        try (DrmFile file = node.open()) {
            file.watch(pipe, 0x41);
            switch (owned) {
                case "VM" -> file.createVm(LR_MODE);
                case "queue" -> file.createVm(LR_MODE).createQueue();
                default -> {
                    Bo _ = file.createBo(BUFFER_SIZE);
                }
            }
            file.close();

            assertThat(pipe.next()).isRemoval(0x41);
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("WQ-041")
    void removalWaitsForTheLastMappingOfABuffer(RenderNode node, NotificationPipe pipe) {
        try (DrmFile other = node.open();
                DrmFile file = node.open()) {
            file.watch(pipe, 0x41);
            other.watch(pipe, 0x42);
            Bo buffer = file.createBo(BUFFER_SIZE);
            MemorySegment mapping = buffer.map();

            file.close();
            other.close();
            assertThat(pipe.next()).isRemoval(0x42); // control: of the file without a mapping

            buffer.unmap(mapping);
            assertThat(pipe.next()).isRemoval(0x41);
        }
    }

    @ParameterizedTest(name = "{0} first")
    @Rule("WQ-047")
    @ValueSource(strings = {"original", "copy"})
    void closingOneOfTwoDescriptorsChangesNothing(String closed, RenderNode node, NotificationPipe pipe) {
        try (DrmFile original = node.open();
                DrmFile copy = original.dup()) {
            DrmFile first = closed.equals("original") ? original : copy;
            DrmFile last = closed.equals("original") ? copy : original;
            original.watch(pipe, 0x47);

            first.close();
            assertThat(last.tryWatch(pipe, 0x47)).failsWith(EBUSY); // still subscribed
            assertThat(pipe.drain()).isEmpty();

            last.close();
            assertThat(pipe.next()).isRemoval(0x47);
        }
    }

    @Test
    @Rule("WQ-047")
    @Requires(Feature.COMPUTE_JOB)
    void closingACopyOfTheDescriptorLeavesItsJobsRunning(DrmFile file) {
        Vm vm = file.createVm(LR_MODE);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            file.dup().close();

            assertTrue("the job goes on", job.tryStep(file.device().deadline()));
        }
    }

    @Test
    @Rule("WQ-049")
    void closedPipeTakesItsOwnSubscriptionAlone(
            RenderNode node, NotificationPipe stays, NotificationPipe later, Kernel kernel) {
        try (DrmFile file = node.open()) {
            NotificationPipe goes = sizedPipe(kernel, node);
            file.watch(goes, 1);
            file.watch(stays, 2);
            goes.close();

            assertThat(file.tryCreateVm(LR_MODE)).succeeds(); // the file works on
            assertThat(file.tryWatch(stays, 2)).failsWith(EBUSY);
            assertThat(stays.drain()).isEmpty();
            file.watch(later, 3);
        }

        assertThat(stays.next()).isRemoval(2);
        assertThat(later.next()).isRemoval(3);
    }

    @Test
    @Rule("WQ-050")
    void anotherPipeCanFollowAClosedOne(RenderNode node, NotificationPipe pipe, Kernel kernel) {
        try (DrmFile file = node.open()) {
            for (int id = 1; id <= 3; id++) {
                try (NotificationPipe before = sizedPipe(kernel, node)) {
                    assertThat(file.tryWatch(before, id)).succeeds();
                }
            }
            assertThat(file.tryWatch(pipe, 0x50)).succeeds();
        }

        assertThat(pipe.next()).isRemoval(0x50);
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    @Rule("WQ-051")
    void subscriptionOutlivesTheWriteEnd(RenderNode node, NotificationPipe pipe) {
        try (DrmFile file = node.open()) {
            file.watch(pipe, 0x51);
            pipe.closeWriteEnd();

            assertThat(file.tryWatch(pipe, 0x51)).failsWith(EBUSY);
        }

        assertThat(pipe.tryRead(64)).returns(8);
        assertThat(pipe.lastRecords(8).getFirst()).isRemoval(0x51);
    }

    @Test
    @Rule("WQ-051")
    void subscriptionOutlivesTheReadEnd(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, 0x51);
        pipe.closeReadEnd();

        assertThat(file.tryWatchFd(pipe.writeFd(), 0x51)).failsWith(EBUSY);
    }

    @Test
    @Rule("WQ-055")
    void pipeCanBeSubscribedToTheNodeOpenedAgain(RenderNode node, NotificationPipe pipe) {
        try (DrmFile first = node.open()) {
            first.watch(pipe, 0x0a);
        }
        try (DrmFile second = node.open(Abi.O_RDWR | Abi.O_CLOEXEC)) {
            assertThat(second.tryWatch(pipe, 0x0b)).succeeds();
        }

        assertThat(pipe.next()).isRemoval(0x0a);
        assertThat(pipe.next()).isRemoval(0x0b);
    }

    @Test
    @Rule("WQ-056")
    void nothingWithTheIdComesAfterTheRemoval(RenderNode node, DrmFile stays, NotificationPipe pipe) {
        stays.watch(pipe, 1);
        for (int id = 2; id <= 5; id++) {
            try (DrmFile goes = node.open()) {
                goes.watch(pipe, id);
            }
            assertThat(pipe.next()).isRemoval(id);
        }

        stays.close();
        assertThat(pipe.next()).isRemoval(1);
        assertThat(pipe.drain()).isEmpty();
    }

    @ParameterizedTest(name = "ids {0}")
    @Rule("WQ-057")
    @ValueSource(strings = {"10 and 255", "7 and 7"})
    void closingOneOfTwoFilesOnAPipeRemovesItsWatchAlone(
            String ids, RenderNode node, DrmFile stays, NotificationPipe pipe) {
        int staying = Integer.parseInt(ids.replaceFirst(" .*", ""));
        int going = Integer.parseInt(ids.replaceFirst(".* ", ""));
        stays.watch(pipe, staying);
        try (DrmFile goes = node.open()) {
            goes.watch(pipe, going);
        }

        assertThat(pipe.next()).isRemoval(going);
        assertThat(stays.tryWatch(pipe, staying)).failsWith(EBUSY); // still subscribed
        assertThat(pipe.drain()).isEmpty();
        stays.close();
        assertThat(pipe.next()).isRemoval(staying);
    }
}
