// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Batch;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.MemoryPressure;
import xe.drm.ShortJob;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** Buffers that were pushed out for lack of memory: where they are when there is some again, and what is in them. */
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.COMPUTE_JOB, Feature.EXHAUSTION})
class ExhaustionContentTest {
    private static final int BUFFERS = 8;
    private static final long SIZE = MemoryPressure.UNIT;
    private static final long CONTENT = 0x1_0000_0000L;
    private static final long RESULT = 0x7000_0000L;
    private static final int SEEN = 0x5ee2;

    /** The oldest buffers of the device, and so the first to go; each has its number at both ends. */
    private static List<Bo> numbered(Vm vm, MemoryPressure pressure) {
        List<Bo> buffers = new ArrayList<>();
        for (int i = 0; i < BUFFERS; i++) {
            Bo bo = pressure.allocate(vm.file(), SIZE);
            MemorySegment mapping = bo.map();
            mapping.set(ValueLayout.JAVA_INT, 0, number(i));
            mapping.set(ValueLayout.JAVA_INT, SIZE - Integer.BYTES, number(i));
            bo.unmap(mapping);
            vm.bind(bo, address(i));
            buffers.add(bo);
        }
        return buffers;
    }

    private static int number(int buffer) {
        return 0x1000 + buffer;
    }

    private static long address(int buffer) {
        return CONTENT + buffer * SIZE;
    }

    /** A batch of the VM that comes to its end only if it finds every number. */
    private static int look(Vm vm) {
        Batch batch = new Batch();
        for (int i = 0; i < BUFFERS; i++) {
            batch.endUnlessAbove(address(i), number(i) - 1)
                    .endUnlessAbove(address(i) + SIZE - Integer.BYTES, number(i) - 1);
        }
        try (NativeMemory result = NativeMemory.allocate(vm.file().kernel(), Abi.PAGE_SIZE)) {
            vm.bindUserptr(result.address(), result.size(), RESULT);
            ShortJob.run(vm, batch.store(RESULT, SEEN).end());
            return result.segment().get(ValueLayout.JAVA_INT, 0);
        }
    }

    @ParameterizedTest(name = "{0} of 8")
    @Rule("RBW-047")
    @ValueSource(ints = {1, 3, 8})
    void whatWasPushedOutIsBackAsItWas(int pushedOut, DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, FullVm.WATCH_ID);
        try (MemoryPressure pressure = MemoryPressure.on(file)) {
            Vm vm = RebindVictim.restartable(file);
            List<Bo> numbered = numbered(vm, pressure);
            try (FullVm full = FullVm.of(vm, pressure)) {
                full.growBy(FullVm.LEFT + pushedOut * SIZE);
                full.expectEvent(pipe);
                full.shrink();
                vm.restart();
                full.assertGoesOn();

                assertEqual("what the GPU finds", SEEN, look(vm));
                for (int i = 0; i < BUFFERS; i++) {
                    MemorySegment mapping = numbered.get(i).map();
                    assertEqual("number of buffer " + i, number(i), mapping.get(ValueLayout.JAVA_INT, 0));
                    numbered.get(i).unmap(mapping);
                }
                assertThat(pipe.drain()).isEmpty();
            }
        }
    }
}
