// SPDX-License-Identifier: MIT
package xe.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import xe.drm.Mi;

@Timeout(10)
class EngineTest {
    private static final long BASE = 0x1a0000;
    private static final long DATA = BASE + 0x800;

    private final MemorySegment page = Arena.ofAuto().allocate(4096, 4096);
    private final GpuAddressSpace space = new GpuAddressSpace(48, false);
    private final Engine engine = new Engine("ccs0", Duration.ofMillis(50));
    private final Owner owner = new Owner();
    private final GpuContext context = new GpuContext(engine, space, owner);

    /** Remembers what the hardware told. */
    private static final class Owner implements ContextOwner {
        private final CompletableFuture<GpuFault> fault = new CompletableFuture<>();
        private final CompletableFuture<Reset> reset = new CompletableFuture<>();

        @Override
        public boolean pageFault(GpuFault found) {
            fault.complete(found);
            return false;
        }

        @Override
        public void reset(Reset reason) {
            reset.complete(reason);
        }

        @Override
        public void interrupt() {}
    }

    EngineTest() {
        space.map(BASE, BASE + 4096, new MemoryPages(page), 0, false);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void storesADwordAndAQwordThenTheFence() {
        batch(
                Mi.STORE_DATA_IMM_DWORD,
                (int) DATA,
                0,
                0xc0ffee,
                Mi.STORE_DATA_IMM_QWORD,
                (int) DATA + 8,
                0,
                0x11,
                0x22,
                Mi.BATCH_BUFFER_END);

        assertThat(submit().join()).isZero();

        assertThat(dword(0)).isEqualTo(0xc0ffee);
        assertThat(qword(8)).isEqualTo(0x22_0000_0011L);
        assertThat(qword(0x10)).isEqualTo(7);
        assertThat(context.isIdle()).isTrue();
    }

    @Test
    void aWaitingBatchIsPreemptedAndResumesWhereItWas() throws InterruptedException {
        batch(
                Mi.ATOMIC_INC_DWORD,
                (int) DATA + 4,
                0,
                Mi.SEMAPHORE_WAIT_POLL | Mi.MEMORY_EQ_DATA,
                1,
                (int) DATA,
                0,
                0,
                Mi.BATCH_BUFFER_END);
        CompletableFuture<Integer> done = submit();
        await(() -> dword(4) == 1);

        CountDownLatch suspended = new CountDownLatch(1);
        context.suspend(suspended::countDown);
        assertThat(suspended.await(5, TimeUnit.SECONDS)).isTrue();
        setDword(0, 1);
        assertThat(done).isNotDone();
        context.resume();

        assertThat(done.join()).isZero();
        assertThat(dword(4)).isEqualTo(1);
    }

    @Test
    void aLoopWithArbitrationPointsIsPreempted() throws InterruptedException {
        spin(true);
        CompletableFuture<Integer> done = submit();
        await(() -> dword(4) > 2);

        CountDownLatch suspended = new CountDownLatch(1);
        context.suspend(suspended::countDown);
        assertThat(suspended.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(context.banned()).isFalse();

        setDword(0, 0);
        context.resume();
        assertThat(done.join()).isZero();
    }

    @Test
    void aLoopWithoutArbitrationPointsIsResetAfterTheTimeout() {
        spin(false);
        CompletableFuture<Integer> done = submit();
        await(() -> dword(4) > 2);

        CompletableFuture<Boolean> suspended = new CompletableFuture<>();
        context.suspend(() -> suspended.complete(true));

        assertThat(owner.reset.join()).isEqualTo(ContextOwner.Reset.ENGINE_RESET);
        assertThat(suspended.join()).isTrue();
        assertThat(done.join()).isEqualTo(125);
        assertThat(context.banned()).isTrue();
    }

    @Test
    void twoContextsShareTheEngine() {
        spin(true);
        CompletableFuture<Integer> endless = submit();
        await(() -> dword(4) > 2);
        GpuContext other = new GpuContext(engine, space, new Owner());
        page.set(ValueLayout.JAVA_INT, 0x400, Mi.BATCH_BUFFER_END);
        CompletableFuture<Integer> done = new CompletableFuture<>();

        assertThat(other.submit(new GpuJob(List.of(BASE + 0x400), List.of(), done::complete)))
                .isTrue();

        assertThat(done.join()).isZero();
        assertThat(endless).isNotDone();
    }

    @Test
    void anAccessWithoutAMappingFaultsAtTheLevelWhereTheWalkEnds() {
        batch(Mi.STORE_DATA_IMM_DWORD, 0x1000_0000, 0, 1, Mi.BATCH_BUFFER_END);

        assertThat(submit().join()).isEqualTo(125);

        assertThat(owner.fault.join())
                .isEqualTo(new GpuFault(0x1000_0000, GpuFault.Access.WRITE, GpuFault.Type.NOT_PRESENT, 1));
        assertThat(owner.reset.join()).isEqualTo(ContextOwner.Reset.MEMORY_CAT_ERROR);
    }

    @Test
    void anUnknownCommandResetsTheEngine() {
        batch(0x3d << 23);

        assertThat(submit().join()).isEqualTo(125);
        assertThat(owner.reset.join()).isEqualTo(ContextOwner.Reset.ENGINE_RESET);
    }

    /** Counts in the dword at DATA + 4 until the dword at DATA is 0. */
    private void spin(boolean preemptible) {
        setDword(0, 1);
        batch(
                Mi.ATOMIC_INC_DWORD,
                (int) DATA + 4,
                0,
                preemptible ? Mi.ARB_CHECK : Mi.NOOP,
                Mi.COND_BATCH_BUFFER_END,
                0,
                (int) DATA,
                0,
                Mi.BATCH_BUFFER_START,
                (int) BASE,
                0);
    }

    private void batch(int... dwords) {
        MemorySegment.copy(dwords, 0, page, ValueLayout.JAVA_INT, 0, dwords.length);
    }

    private CompletableFuture<Integer> submit() {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        GpuJob.Store fence = new GpuJob.Store(DATA + 0x10, 7);
        assertThat(context.submit(new GpuJob(List.of(BASE), List.of(fence), done::complete)))
                .isTrue();
        return done;
    }

    private int dword(int offset) {
        return (int) new MemoryPages(page).read(DATA - BASE + offset, Integer.BYTES);
    }

    private long qword(int offset) {
        return new MemoryPages(page).read(DATA - BASE + offset, Long.BYTES);
    }

    private void setDword(int offset, int value) {
        new MemoryPages(page).write(DATA - BASE + offset, Integer.BYTES, value);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
