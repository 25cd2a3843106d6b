// SPDX-License-Identifier: MIT
package xe.drm;

import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.kernel.SyscallException;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;

/**
 * A short job that makes the GPU touch an address which its VM cannot serve: the job dies, and the VM may keep the fault.
 *
 * <p>Each touch takes a queue of its own, as a failed fault bans the queue. The VM must be an LR VM.
 */
public final class FaultingJob {
    private static final long BATCH = 0x2000_0000L;
    private static final long FENCE = 0x800;
    private static final long NOWHERE = 0x7fff_0000L;

    private FaultingJob() {}

    /** Stores four bytes at {@code address}. */
    public static void write(Vm vm, long address) {
        write(vm, address, () -> {});
    }

    /** Stores four bytes at {@code address} and runs {@code whenBanned} as soon as the queue's ban shows. */
    public static void write(Vm vm, long address, Runnable whenBanned) {
        run(vm, new Batch().store(address, 1).end(), whenBanned);
    }

    /** Loads four bytes from {@code address}. */
    public static void read(Vm vm, long address) {
        run(vm, new Batch().endUnlessAbove(address, 0).end(), () -> {});
    }

    /** Has a queue banned: by a job of it that touches an address where its VM maps nothing. */
    public static void ban(ExecQueue queue) {
        Vm vm = queue.vm();
        try (NativeMemory memory = NativeMemory.allocate(vm.file().kernel(), Abi.PAGE_SIZE)) {
            new Batch().store(NOWHERE, 1).end().writeTo(memory.segment());
            vm.bindUserptr(memory.address(), memory.size(), BATCH);
            run(queue, memory);
            try {
                vm.unbind(BATCH, memory.size());
            } catch (SyscallException _) {
                // whether the VM still takes binds is for the check to see
            }
        }
    }

    private static void run(ExecQueue queue, NativeMemory memory) {
        queue.exec(BATCH, BATCH + FENCE, 1);
        Outcome ended = UserFence.tryAwait(
                queue.vm().file(), memory.address() + FENCE, 1, request -> request.set("exec_queue_id", queue.id()));
        if (ended.errno() != Errno.EIO) {
            throw new IllegalStateException("the GPU was to fault, but waiting for the job gave " + ended);
        }
    }

    /** Runs a batch on a new queue and waits until the queue is banned; returns when the driver has told so. */
    private static void run(Vm vm, Batch batch, Runnable whenBanned) {
        try (NativeMemory memory = NativeMemory.allocate(vm.file().kernel(), Abi.PAGE_SIZE)) {
            batch.writeTo(memory.segment());
            vm.bindUserptr(memory.address(), memory.size(), BATCH);
            ExecQueue queue = vm.createQueue();
            run(queue, memory);
            whenBanned.run();
            queue.destroy();
            vm.unbind(BATCH, memory.size());
        }
    }

    /** Maps a page of this process that the GPU may only read, and has its entry written before the first access. */
    public static void bindReadOnly(Vm vm, NativeMemory page, long address) {
        vm.bind(operation -> operation
                .set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR)
                .set("flags", DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_READONLY | DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_IMMEDIATE)
                .set("userptr", page.address())
                .set("range", page.size())
                .set("addr", address));
    }
}
