// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOSPC;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/**
 * What the series is for: a program hears of a lack of memory, gives some back, and its job goes on as if nothing had happened.
 */
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class FaultToleranceLoopTest {
    private static final int CACHE_SIZE = 1 << 16;
    private static final int WATCH_ID = 0x1f;

    /** A cache that can be given up, one buffer for each round. */
    private static Deque<Bo> cache(DrmFile file, RebindVictim source, int buffers) {
        Deque<Bo> cache = new ArrayDeque<>();
        for (int i = 0; i < buffers; i++) {
            Bo buffer = file.createBo(CACHE_SIZE);
            source.vm().bind(buffer, address(i));
            cache.push(buffer);
        }
        return cache;
    }

    private static long address(int buffer) {
        return 0x2000_0000L + (long) buffer * CACHE_SIZE;
    }

    /** Reads one event, gives a buffer up and restarts the VM that the event names. */
    private static void recover(DrmFile file, NotificationPipe pipe, RebindVictim source, Deque<Bo> cache) {
        Notification.VmErr event =
                assertThat(pipe.next()).isVmErr(WATCH_ID, source.vm().id(), ENOSPC);
        Bo victim = cache.pop();
        source.vm().unbind(address(cache.size()), CACHE_SIZE);
        victim.close();
        assertThat(file.vm(event.vmId()).tryRestart(request -> request.set("timestamp_ns", event.timestampNs())))
                .succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-016")
    @ValueSource(ints = {1, 2, 8})
    void jobGoesOnAfterEachRecovery(int rounds, DrmFile file, NotificationPipe pipe, Faults faults)
            throws InterruptedException {
        file.watch(pipe, WATCH_ID);
        try (ExecutorService listener = Executors.newSingleThreadExecutor();
                RebindVictim source = RebindVictim.on(file, faults)) {
            Deque<Bo> cache = cache(file, source, rounds);
            for (int round = 1; round <= rounds; round++) {
                source.assertGoesOn();
                int before = source.job().progress();
                Future<?> recovery = listener.submit(() -> recover(file, pipe, source, cache));
                source.fail();
                await(recovery, file);

                source.assertGoesOn();
                assertEqual(
                        "steps made in round " + round, before + 1, source.job().progress());
            }
            assertEqual("buffers left", 0, cache.size());
            assertThat(pipe.drain()).isEmpty();
        }
    }

    static void await(Future<?> recovery, DrmFile file) throws InterruptedException {
        try {
            recovery.get(3 * file.device().deadline().limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(failed);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the listener did not end", late);
        }
    }
}
