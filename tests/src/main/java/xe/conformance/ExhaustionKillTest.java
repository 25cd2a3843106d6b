// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EIO;

import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.KernelLog;
import xe.drm.MemoryPressure;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** What becomes of a VM without RESTARTABLE when the memory of the device runs out. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.COMPUTE_JOB, Feature.EXHAUSTION})
class ExhaustionKillTest {
    private static FullVm killed(DrmFile file, MemoryPressure pressure) {
        FullVm full = FullVm.of(file.createVm(LR_MODE), pressure);
        full.assertGoesOn();
        full.grow();
        assertThat(full.job().tryAwaitEnd(file.device().deadline())).failsWith(EIO);
        return full;
    }

    @Test
    @Rule("RBW-041")
    void aFullVmThatGrowsIsKilled(DrmFile file) {
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = killed(file, pressure)) {
            assertTrue("the queue is banned", full.job().queue().isBanned());
            assertThat(full.job().tryResubmit()).failsWith(ECANCELED);
        }
    }

    @Test
    @Rule("RBW-041")
    void memoryThatIsFreedLaterDoesNotBringItBack(DrmFile file) {
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = killed(file, pressure)) {
            full.shrink();
            assertThat(full.job().tryResubmit()).failsWith(ECANCELED);
        }
    }

    @Test
    @Rule({"RBW-041", "RBW-029"})
    @Requires(Feature.KMSG)
    void theKernelLogHasEnomem(DrmFile file, KernelLog log) {
        log.mark();
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = killed(file, pressure)) {
            assertTrue(
                    "the kernel log has the error of " + full.vm(),
                    log.read().stream().anyMatch(line -> line.message().contains("VM worker error: -12")));
        }
    }

    @Test
    @Rule({"RBW-041", "EVT-018"})
    @Requires(Feature.WATCH_QUEUE)
    void anEventTellsOfTheKill(DrmFile file, NotificationPipe pipe) {
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = FullVm.grown(file.createVm(LR_MODE), pressure, pipe)) {
            assertThat(full.job().tryAwaitEnd(file.device().deadline())).failsWith(EIO);
            assertThat(pipe.drain()).isEmpty();
        }
    }
}
