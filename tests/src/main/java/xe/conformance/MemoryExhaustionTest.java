// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.ETIME;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.MemoryPressure;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** What becomes of a RESTARTABLE VM when the memory of the device runs out: nothing is injected here. */
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.COMPUTE_JOB, Feature.EXHAUSTION})
class MemoryExhaustionTest {
    private static final Duration A_WHILE = Duration.ofMillis(20);
    private static final int OTHER_WATCH_ID = 0x3d;

    @Test
    @Rule({"RBW-040", "RBW-029", "EVT-010", "EVT-016"})
    void aFullVmThatGrowsIsPausedByEnomem(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = FullVm.of(RebindVictim.restartable(file), pressure)) {
            full.assertGoesOn();
            assertThat(pipe.drain()).isEmpty();

            full.grow().expectEvent(pipe);
            assertThat(full.job().tryAwaitEnd(A_WHILE)).failsWith(ETIME);
            assertFalse("the queue is banned", full.job().queue().isBanned());
            assertThat(pipe.drain()).isEmpty();
            assertThat(full.vm().tryRestart()).succeeds();
        }
    }

    /** A queue of the VM is as much an allocation as a buffer of it. */
    @Test
    @Rule("RBW-040")
    void aFullVmThatGetsOneMoreQueueIsPausedToo(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = FullVm.of(RebindVictim.restartable(file), 0, pressure)) {
            full.assertGoesOn();

            ExecQueue queue = full.vm().createQueue();
            full.expectEvent(pipe);
            assertFalse("the queue is banned", full.job().queue().isBanned());
            queue.destroy();
        }
    }

    @ParameterizedTest(name = "{0} times")
    @Rule("RBW-042")
    @ValueSource(ints = {1, 3})
    void itGoesOnWhenMemoryWasFreed(int times, DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = FullVm.of(RebindVictim.restartable(file), pressure)) {
            for (int i = 0; i < times; i++) {
                full.grow().expectEvent(pipe);
                full.shrink();
                assertThat(full.vm().tryRestart()).succeeds();
                full.assertGoesOn();
                assertThat(full.vm().tryRestart()).failsWith(EALREADY);
            }
            full.job().finish();
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} times")
    @Rule({"RBW-043", "RBW-024"})
    @ValueSource(ints = {1, 2, 5})
    void eachRestartWithoutMemoryIsOneMoreEvent(int times, DrmFile file, NotificationPipe pipe) {
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = FullVm.grown(RebindVictim.restartable(file), pressure, pipe)) {
            for (int i = 0; i < times; i++) {
                assertThat(full.vm().tryRestart()).succeeds();
                full.expectEvent(pipe);
            }
            full.shrink();
            full.vm().restart();
            full.assertGoesOn();
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("RBW-044")
    void anotherClientCanFreeTheMemory(DrmFile file, NotificationPipe pipe, RenderNode node) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                DrmFile other = node.open()) {
            ExecQueue queue = other.createVm(0).createQueue();
            try (FullVm full = FullVm.of(RebindVictim.restartable(file), 0, pressure)) {
                full.growBy(file.device().facts().minAlignment());
                full.expectEvent(pipe);
                queue.destroy();
                assertTrue("there is room again", pressure.awaitRoom());

                assertThat(full.vm().tryRestart()).succeeds();
                full.assertGoesOn();
                assertThat(pipe.drain()).isEmpty();
            }
        }
    }

    /** Contexts stay where they are, so a VM with nothing to lose makes another one lose what it has. */
    @Test
    @Rule("RBW-045")
    void queuesOfAnotherClientPauseTheVmThatLosesItsBuffers(
            DrmFile file, NotificationPipe pipe, NotificationPipe otherPipe, RenderNode node) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                DrmFile other = node.open()) {
            other.watch(otherPipe, OTHER_WATCH_ID);
            Vm otherVm = RebindVictim.restartable(other);
            try (LongRunningJob otherJob = LongRunningJob.start(otherVm);
                    FullVm full = FullVm.of(RebindVictim.restartable(file), 0, pressure)) {
                full.assertGoesOn();
                ExecQueue queue = otherVm.createQueue();
                full.expectEvent(pipe);

                RebindVictim.assertGoesOn(otherJob);
                assertThat(otherVm.tryRestart()).failsWith(EALREADY);
                queue.destroy();
                assertTrue("there is room again", pressure.awaitRoom());
                full.vm().restart();
                full.assertGoesOn();
                assertThat(otherPipe.drain()).isEmpty();
                assertThat(pipe.drain()).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "of another file: {0}")
    @Rule("RBW-046")
    @ValueSource(booleans = {false, true})
    void aBufferOfNoVmGoesInItsTurn(boolean another, DrmFile file, NotificationPipe pipe, RenderNode node) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                DrmFile other = node.open();
                FullVm full = FullVm.of(RebindVictim.restartable(file), pressure)) {
            pressure.allocate(another ? other : file, FullVm.GROWTH);

            assertFalse("the rebind fails", RebindVictim.runFails(full.job(), pipe));
            assertThat(full.vm().tryRestart()).failsWith(EALREADY);
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("RBW-048")
    void aPausedVmGivesAllBackWhenItIsDestroyed(DrmFile file, NotificationPipe pipe, RenderNode node) {
        long before;
        try (DrmFile first = node.open();
                MemoryPressure pressure = MemoryPressure.on(first)) {
            before = pressure.free();
            try (FullVm full = FullVm.grown(RebindVictim.restartable(first), pressure, pipe)) {
                full.job().queue().destroy();
                full.vm().destroy();
            }
        }
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = FullVm.of(RebindVictim.restartable(file), pressure)) {
            full.assertGoesOn();
            assertEqual("free", FullVm.LEFT, Math.max(FullVm.LEFT, pressure.free()));
        }
        try (MemoryPressure pressure = MemoryPressure.on(file)) {
            assertTrue("all is free again", pressure.awaitFree(before - FullVm.LEFT));
        }
    }
}
