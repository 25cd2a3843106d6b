// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.kernel.Scratch;
import xe.uapi.DrmXeSync;
import xe.uapi.StructView;

/**
 * A job that runs until it is let go, and whose end a sync object tells: what others can be made to wait for. Its VM must not be
 * long-running.
 *
 * <p>Closing it lets it go and frees its queue and memory.
 */
public final class HeldJob implements AutoCloseable {
    private static final VarHandle DWORD = ValueLayout.JAVA_INT.varHandle();
    private static final long ADDRESS = 0x7000_0000L;
    private static final long GATE = 0x800;
    private static final long NOTHING = 0x400;

    private final ExecQueue queue;
    private final Syncobj end;
    private final NativeMemory memory;

    private HeldJob(Vm vm) {
        this.end = Syncobj.create(vm.file());
        this.memory = NativeMemory.allocate(vm.file().kernel(), Abi.PAGE_SIZE);
        new Batch().arbCheck().waitUntilAtLeast(ADDRESS + GATE, 1).end().writeTo(memory.segment());
        new Batch().end().writeTo(memory.segment().asSlice(NOTHING));
        vm.bindUserptr(memory.address(), memory.size(), ADDRESS);
        this.queue = vm.createQueue();
    }

    /** Submits the job on a new queue of {@code vm}. */
    public static HeldJob start(Vm vm) {
        HeldJob job = new HeldJob(vm);
        try (Scratch sync = Scratch.borrow(DrmXeSync.STRUCT.size())) {
            new StructView(DrmXeSync.STRUCT, sync.segment())
                    .set("type", DrmXeSync.DRM_XE_SYNC_TYPE_SYNCOBJ)
                    .set("flags", DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL)
                    .set("handle", job.end.handle());
            job.queue
                    .tryExec(request ->
                            request.set("address", ADDRESS).set("num_syncs", 1).set("syncs", sync.address()))
                    .orThrow();
        }
        return job;
    }

    public ExecQueue queue() {
        return queue;
    }

    /** Signals when the job has ended. */
    public Syncobj end() {
        return end;
    }

    /** The address of a batch that does nothing, to be queued up behind the job. */
    public long emptyBatch() {
        return ADDRESS + NOTHING;
    }

    /** Lets the job end. */
    public void release() {
        DWORD.setVolatile(memory.segment(), GATE, 1);
    }

    @Override
    public void close() {
        release();
        end.tryAwait(queue.vm().file().device().deadline()).ignore();
        queue.tryDestroy().ignore();
        memory.close();
    }
}
