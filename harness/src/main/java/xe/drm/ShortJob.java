// SPDX-License-Identifier: MIT
package xe.drm;

import xe.kernel.Abi;
import xe.kernel.NativeMemory;

/**
 * A batch that runs to its end while the caller waits.
 */
public final class ShortJob {
    private static final long BATCH = 0x6000_0000L;
    private static final long FENCE = 0x800;
    private static final long END = 0xe0d;

    private ShortJob() {}

    /** Runs a batch of at most 2 KiB on a new queue of {@code vm}, of any mode. */
    public static void run(Vm vm, Batch batch) {
        try (NativeMemory memory = NativeMemory.allocate(vm.file().kernel(), Abi.PAGE_SIZE)) {
            batch.writeTo(memory.segment());
            vm.bindUserptr(memory.address(), memory.size(), BATCH);
            ExecQueue queue = vm.createQueue();
            queue.exec(BATCH, BATCH + FENCE, END);
            UserFence.tryAwait(
                            vm.file(),
                            memory.address() + FENCE,
                            END,
                            request -> request.set("exec_queue_id", queue.id()))
                    .orThrow();
            queue.destroy();
            vm.unbind(BATCH, memory.size());
        }
    }
}
