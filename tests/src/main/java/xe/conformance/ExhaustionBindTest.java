// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOMEM;

import org.junit.jupiter.api.Test;
import xe.drm.Batch;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Feature;
import xe.drm.MemoryPressure;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** VM_BIND and EXEC when the memory of the device has run out: those who ask are told. */
@Requires({Feature.COMPUTE_JOB, Feature.EXHAUSTION})
class ExhaustionBindTest {
    private static final long CODE = 0x7000_0000L;
    private static final long FENCE = Abi.PAGE_SIZE / 2;

    @Test
    @Rule("RBW-049")
    void aVmWithoutARebindWorkerHearsOfItFromExec(DrmFile file) {
        Vm vm = file.createVm(0);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                NativeMemory code = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            new Batch().end().writeTo(code.segment());
            vm.bindUserptr(code.address(), code.size(), CODE);
            ExecQueue queue = vm.createQueue();
            pressure.fill(vm, FullVm.LEFT);
            assertThat(queue.tryExec(CODE)).succeeds();

            pressure.allocateFor(vm, FullVm.GROWTH);
            assertThat(queue.tryExec(CODE)).failsWith(ENOMEM);
            assertThat(queue.tryExec(CODE)).failsWith(ENOMEM);
            assertFalse("the queue is banned", queue.isBanned());

            pressure.freeLast();
            assertThat(queue.tryExec(CODE, CODE + FENCE, 1)).succeeds();
            assertThat(UserFence.tryAwait(file, code.address() + FENCE, 1, request -> {}))
                    .succeeds();
            queue.destroy();
        }
    }

    @Test
    @Rule("RBW-050")
    @Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE})
    void bindPushesNothingOutOfAFullVm(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file);
                FullVm full = FullVm.of(RebindVictim.restartable(file), pressure)) {
            Bo tooLarge = pressure.deferredFor(full.vm(), FullVm.GROWTH);
            assertThat(pressure.tryBind(full.vm(), tooLarge)).failsWith(ENOMEM);
            assertThat(pressure.tryBind(full.vm(), tooLarge)).failsWith(ENOMEM);
            Bo fits = pressure.deferredFor(full.vm(), MemoryPressure.UNIT);
            assertThat(pressure.tryBind(full.vm(), fits)).succeeds();

            full.assertGoesOn();
            assertThat(pipe.drain()).isEmpty();
        }
    }
}
