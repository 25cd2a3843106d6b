// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Batch;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/**
 * One run of the preempt-rebind worker that has several user pages to pin, of which one makes trouble. The VM is paused while its
 * pages change, so that the worker meets all of them at once.
 */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class RebindWorkerPagesTest {
    private static final int PAGES = 3;
    private static final long ADDRESS = 0x7000_0000L;
    private static final long CODE = 0x7010_0000L;
    private static final long FENCE = Abi.PAGE_SIZE / 2;
    private static final int MARK = 0x600d;

    /** Pages of the process that a VM has bound side by side. */
    private static final class Pages implements AutoCloseable {
        private final List<NativeMemory> all = new ArrayList<>();

        Pages(Vm vm) {
            for (int i = 0; i < PAGES; i++) {
                NativeMemory page = NativeMemory.allocate(vm.file().kernel(), Abi.PAGE_SIZE);
                all.add(page);
                vm.bindUserptr(page.address(), page.size(), ADDRESS + i * Abi.PAGE_SIZE);
            }
        }

        List<NativeMemory> allBut(int one) {
            List<NativeMemory> others = new ArrayList<>(all);
            others.remove(one);
            return others;
        }

        @Override
        public void close() {
            all.forEach(NativeMemory::close);
        }
    }

    @ParameterizedTest(name = "page {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("RBW-031")
    void anyOfThePagesThatCannotBePinnedKills(int bad, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (RebindVictim victim = RebindVictim.on(file, faults);
                Pages pages = new Pages(victim.vm())) {
            victim.fail();
            victim.expectEvent(pipe, ENOSPC);
            pages.all.get(bad).makeReadOnly();
            pages.allBut(bad).forEach(NativeMemory::replace);

            victim.vm().restart();
            victim.expectEvent(pipe, KilledVm.ERROR);
            assertThat(victim.vm().tryRestart()).failsWith(ENOENT);
        }
    }

    @ParameterizedTest(name = "page {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("RBW-003")
    void aPageThatVanishedKeepsNoOtherFromBeingPinned(
            int vanished, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (RebindVictim victim = RebindVictim.on(file, faults);
                Pages pages = new Pages(victim.vm());
                NativeMemory code = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            Vm vm = victim.vm();
            vm.bindUserptr(code.address(), code.size(), CODE);
            victim.fail();
            victim.expectEvent(pipe, ENOSPC);
            pages.all.get(vanished).unmap();
            pages.allBut(vanished).forEach(NativeMemory::replace);

            vm.restart();
            victim.assertGoesOn();
            Batch stores = new Batch();
            for (int i = 0; i < PAGES; i++) {
                if (i != vanished) {
                    stores.store(ADDRESS + i * Abi.PAGE_SIZE, MARK);
                }
            }
            stores.end().writeTo(code.segment());
            ExecQueue queue = vm.createQueue();
            queue.exec(CODE, CODE + FENCE, 1);
            assertThat(UserFence.tryAwait(file, code.address() + FENCE, 1, request -> {}))
                    .succeeds();
            for (NativeMemory page : pages.allBut(vanished)) {
                assertEqual("the new page", MARK, page.segment().get(ValueLayout.JAVA_INT, 0));
            }
            queue.destroy();
        }
    }
}
