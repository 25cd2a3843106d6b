// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import xe.kernel.Errno;
import xe.kernel.Scratch;
import xe.kernel.Wait;
import xe.uapi.DrmXeSync;
import xe.uapi.DrmXeWaitUserFence;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * Eight bytes of memory that the kernel sets when a bind is done, with the sync entry that asks for it.
 */
public final class UserFence implements AutoCloseable {
    /** What the memory holds when the fence has signalled. */
    public static final long SIGNALLED = 0x5a5a_0001;

    private static final int SYNC_SIZE = DrmXeSync.STRUCT.size();

    private final DrmFile file;
    private final Scratch memory;

    private UserFence(DrmFile file) {
        this.file = file;
        this.memory = Scratch.borrow(SYNC_SIZE + Long.BYTES);
        Vm.writeUserFence(
                new StructView(DrmXeSync.STRUCT, memory.segment().asSlice(0, SYNC_SIZE)), address(), SIGNALLED);
    }

    public static UserFence create(DrmFile file) {
        return new UserFence(file);
    }

    /** The address of a struct drm_xe_sync that signals this fence: {@code syncs} of VM_BIND. */
    public long syncAddress() {
        return memory.address();
    }

    /** The address of the eight bytes. */
    public long address() {
        return memory.address() + SYNC_SIZE;
    }

    public long value() {
        return memory.segment().get(ValueLayout.JAVA_LONG, SYNC_SIZE);
    }

    /**
     * Waits until the fence has signalled.
     *
     * @throws IllegalStateException if it does not within the device's deadline
     */
    public void await() {
        Wait wait = file.device().deadline().begin("the end of a bind");
        Outcome waited = tryAwait(file, address(), SIGNALLED, wait, request -> {});
        if (waited.errno() == Errno.ETIME) {
            throw new IllegalStateException("a bind did not finish within " + wait.spent());
        }
        waited.orThrow();
    }

    /**
     * WAIT_USER_FENCE for equality with {@code value}, with fields changed: one call with the {@code timeout} that {@code change}
     * sets, and without one as many as it takes until the device's deadline. EINTR is retried, unless this thread is to end.
     */
    public static Outcome tryAwait(DrmFile file, long address, long value, Consumer<StructView> change) {
        return tryAwait(file, address, value, file.device().deadline().begin("a user fence"), change);
    }

    /** {@link #tryAwait(DrmFile, long, long, Consumer)} until {@code wait} is over. */
    static Outcome tryAwait(DrmFile file, long address, long value, Wait wait, Consumer<StructView> change) {
        while (true) {
            long sliceNs = wait.longSliceNs();
            Outcome waited =
                    tryAwaitOnce(file, address, value, request -> change.accept(request.set("timeout", sliceNs)));
            boolean timeIsUp = waited.errno() == Errno.ETIME && waited.request().get("timeout") == sliceNs;
            if (!timeIsUp || !wait.restAndGoOn()) {
                return waited;
            }
        }
    }

    /** One call, with the {@code timeout} that {@code change} sets; EINTR is retried, unless this thread is to end. */
    static Outcome tryAwaitOnce(DrmFile file, long address, long value, Consumer<StructView> change) {
        while (true) {
            Outcome waited = file.ioctl(
                    DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE,
                    request -> change.accept(request.set("addr", address)
                            .set("op", DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_OP_EQ)
                            .set("value", value)
                            .set("mask", -1)));
            if (waited.errno() != Errno.EINTR || Thread.currentThread().isInterrupted()) {
                return waited;
            }
        }
    }

    /** What has not signalled yet may still be written to: no other call gets that memory. */
    @Override
    public void close() {
        if (value() == SIGNALLED) {
            memory.close();
        }
    }
}
