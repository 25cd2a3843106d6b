// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOMEM;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.MemoryPressure;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/**
 * What the series is for, and nothing of it injected: memory runs out under a job, its program hears of it, gives a buffer of its cache up, and
 * the job goes on as if nothing had happened.
 */
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.COMPUTE_JOB, Feature.EXHAUSTION})
class ExhaustionLoopTest {
    private static final long CACHE = 0x1_0000_0000L;

    /** Buffers that the VM maps and can do without. */
    private static Deque<Bo> cache(Vm vm, int buffers, MemoryPressure pressure) {
        Deque<Bo> cache = new ArrayDeque<>();
        for (int i = 0; i < buffers; i++) {
            Bo bo = pressure.allocateFor(vm, FullVm.GROWTH);
            vm.bind(bo, CACHE + i * FullVm.GROWTH);
            cache.push(bo);
        }
        return cache;
    }

    /** Reads one event, gives the newest buffer up and restarts the VM that the event names. */
    private static void recover(DrmFile file, NotificationPipe pipe, Vm vm, Deque<Bo> cache) {
        Notification.VmErr event = assertThat(pipe.next()).isVmErr(FullVm.WATCH_ID, vm.id(), ENOMEM);
        Bo victim = cache.pop();
        vm.unbind(CACHE + cache.size() * FullVm.GROWTH, FullVm.GROWTH);
        victim.close();
        assertThat(file.vm(event.vmId()).tryRestart(request -> request.set("timestamp_ns", event.timestampNs())))
                .succeeds();
    }

    @ParameterizedTest(name = "{0} rounds")
    @Rule({"EVT-016", "RBW-042"})
    @ValueSource(ints = {1, 2, 6})
    void theJobGoesOnWithWhatTheCacheGivesUp(int rounds, DrmFile file, NotificationPipe pipe)
            throws InterruptedException {
        file.watch(pipe, FullVm.WATCH_ID);
        Vm vm = RebindVictim.restartable(file);
        try (ExecutorService listener = Executors.newSingleThreadExecutor();
                MemoryPressure pressure = MemoryPressure.on(file)) {
            Deque<Bo> cache = cache(vm, rounds, pressure);
            try (FullVm full = FullVm.of(vm, pressure)) {
                for (int round = 1; round <= rounds; round++) {
                    full.assertGoesOn();
                    int before = full.job().progress();
                    Future<?> recovery = listener.submit(() -> recover(file, pipe, vm, cache));
                    full.grow();
                    FaultToleranceLoopTest.await(recovery, file);

                    full.assertGoesOn();
                    assertEqual(
                            "steps made in round " + round,
                            before + 1,
                            full.job().progress());
                }
                assertEqual("buffers left", 0, cache.size());
                assertThat(pipe.drain()).isEmpty();
                full.job().finish();
            }
        }
    }
}
