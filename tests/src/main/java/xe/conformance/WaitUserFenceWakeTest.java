// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.ETIME;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.HeldJob;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** WAIT_USER_FENCE: what happens while a thread waits. */
@Tag("waits")
class WaitUserFenceWakeTest {
    private static final long VALUE = 0x1234;
    private static final long WAIT_NS = Duration.ofMillis(200).toNanos();
    /** When the other thread acts: the wait is under way by then, or the attempt does not count. */
    private static final long PAUSE_NS = WAIT_NS / 4;

    private static final int ATTEMPTS = 5;

    /** The end of a job wakes waiters too. After so many other binds it was too early for the fence. */
    private static final int BINDS = 128;

    /** A wait in a thread of its own, and when it began and ended. */
    private record Waited(Outcome outcome, long startNs, long endNs) {
        boolean beganBefore(long time) {
            return startNs + PAUSE_NS / 2 < time;
        }
    }

    private static Waited await(DrmFile file, long address, long timeoutNs) {
        long start = System.nanoTime();
        Outcome outcome = UserFence.tryAwait(file, address, VALUE, request -> request.set("timeout", timeoutNs));
        return new Waited(outcome, start, System.nanoTime());
    }

    /** Time passes in the kernel: a wait for what nobody makes true. */
    private static void pause(DrmFile file) {
        try (NativeMemory never = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            UserFence.tryAwait(file, never.address(), 1, request -> request.set("timeout", PAUSE_NS))
                    .ignore();
        }
    }

    private static Waited result(Future<Waited> waiter, Duration within) {
        try {
            return waiter.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a wait in another thread did not return within " + within.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a wait in another thread failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another thread waited", e);
        }
    }

    @ParameterizedTest(name = "time-out {0} ns")
    @ValueSource(longs = {4_000_000_000L, 5_000_000_000L})
    @Rule("WUF-031")
    void aBindThatEndsWakesTheWaiter(long timeoutNs, DrmFile file) {
        Vm vm = file.createVm(0);
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                NativeMemory fence = NativeMemory.allocate(file.kernel(), Long.BYTES);
                HeldJob job = HeldJob.start(vm)) {
            Future<Waited> waiter = threads.submit(() -> await(file, fence.address(), timeoutNs));
            bindBehind(job, fence.address());
            pause(file);
            assertFalse("the wait is over before the job", waiter.isDone());

            job.release();
            Waited waited = result(waiter, file.device().deadline().limit());
            assertThat(waited.outcome()).succeeds();
            long left = waited.outcome().answer().get("timeout");
            assertTrue("of " + timeoutNs + " ns some are left: " + left, left > 0);
        }
    }

    @ParameterizedTest(name = "time-out {0}")
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    @Rule("WUF-029")
    void aNegativeTimeOutNeverEnds(long timeoutNs, DrmFile file) {
        Vm vm = file.createVm(0);
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                NativeMemory fence = NativeMemory.allocate(file.kernel(), Long.BYTES);
                HeldJob job = HeldJob.start(vm)) {
            bindBehind(job, fence.address());
            Future<Waited> waiter = threads.submit(() -> await(file, fence.address(), timeoutNs));
            for (int round = 0; round < ATTEMPTS; round++) {
                pause(file);
                assertFalse("the wait is over before the job", waiter.isDone());
            }
            job.release();
            assertThat(result(waiter, file.device().deadline().limit()).outcome())
                    .succeeds();
        }
    }

    /** Binds that wait for the job and then write the fence, the last of them its value. */
    private static void bindBehind(HeldJob job, long fence) {
        Vm vm = job.queue().vm();
        try (BindPlace place = BindPlace.in(vm)) {
            for (int i = 1; i <= BINDS; i++) {
                long address = BindPlace.ADDRESS + (long) i * BindPlace.SIZE;
                long value = i == BINDS ? VALUE : -i;
                try (SyncEntries entries = SyncEntries.of(
                        vm.file(), SyncEntries.waitFor(job.end()), SyncEntries.userFence(fence, value))) {
                    place.request(BindPlace.Operation.NULL)
                            .and(entries::into)
                            .and(request -> request.set("bind.addr", address))
                            .send()
                            .orThrow();
                }
            }
        }
    }

    @Test
    @Rule("WUF-030")
    void aStoreWakesNobody(DrmFile file) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (ExecutorService threads = Executors.newSingleThreadExecutor();
                    NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
                Future<Waited> waiter = threads.submit(() -> await(file, memory.address(), WAIT_NS));
                pause(file);
                long stored = System.nanoTime();
                memory.segment().set(ValueLayout.JAVA_LONG, 0, VALUE);

                Waited waited = result(waiter, file.device().deadline().limit());
                if (waited.beganBefore(stored)) {
                    assertThat(waited.outcome()).succeeds();
                    long took = waited.endNs() - waited.startNs();
                    assertTrue("a wait of " + WAIT_NS + " ns took most of it: " + took, took > WAIT_NS / 4 * 3);
                    return;
                }
            }
        }
        throw new IllegalStateException("no thread began to wait in time");
    }

    @Test
    @Rule("WUF-035")
    void memoryThatGoesDuringAWaitGivesEfault(DrmFile file) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (ExecutorService threads = Executors.newSingleThreadExecutor();
                    NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
                Future<Waited> waiter = threads.submit(() -> await(file, memory.address(), WAIT_NS));
                pause(file);
                long gone = System.nanoTime();
                memory.unmap();

                Waited waited = result(waiter, file.device().deadline().limit());
                boolean filled = waited.outcome().errno() == ETIME && attempt + 1 < ATTEMPTS; // by another thread
                if (waited.beganBefore(gone) && !filled) {
                    assertThat(waited.outcome()).failsWith(EFAULT);
                    return;
                }
            }
        }
        throw new IllegalStateException("no thread began to wait in time");
    }
}
