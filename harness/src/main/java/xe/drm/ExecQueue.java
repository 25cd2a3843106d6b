// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeExec.DRM_IOCTL_XE_EXEC;
import static xe.uapi.DrmXeExecQueueDestroy.DRM_IOCTL_XE_EXEC_QUEUE_DESTROY;
import static xe.uapi.DrmXeExecQueueGetProperty.DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY;

import java.util.function.Consumer;
import xe.kernel.Scratch;
import xe.uapi.DrmXeExecQueueGetProperty;
import xe.uapi.DrmXeSync;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * A queue of jobs on one engine. It ends with {@link #destroy} or with its file.
 */
public final class ExecQueue {
    private final Vm vm;
    private final int id;

    ExecQueue(Vm vm, int id) {
        this.vm = vm;
        this.id = id;
    }

    public Vm vm() {
        return vm;
    }

    public int id() {
        return id;
    }

    public void destroy() {
        tryDestroy().orThrow();
    }

    public Outcome tryDestroy() {
        return vm.file().ioctl(DRM_IOCTL_XE_EXEC_QUEUE_DESTROY, request -> request.set("exec_queue_id", id));
    }

    /** Submits the batch at {@code address} of the VM; nothing tells when it is done. */
    public void exec(long address) {
        tryExec(address).orThrow();
    }

    public Outcome tryExec(long address) {
        return tryExec(request -> request.set("address", address));
    }

    /** EXEC of one batch, with fields changed; {@code num_batch_buffer} 0 runs nothing. */
    public Outcome tryExec(Consumer<StructView> change) {
        return vm.file()
                .ioctl(
                        DRM_IOCTL_XE_EXEC,
                        request ->
                                change.accept(request.set("exec_queue_id", id).set("num_batch_buffer", 1)));
    }

    /** Submits a batch; when it is done, eight bytes at {@code fenceAddress} of the VM become {@code value}. */
    public void exec(long address, long fenceAddress, long value) {
        tryExec(address, fenceAddress, value).orThrow();
    }

    public Outcome tryExec(long address, long fenceAddress, long value) {
        try (Scratch sync = Scratch.borrow(DrmXeSync.STRUCT.size())) {
            Vm.writeUserFence(new StructView(DrmXeSync.STRUCT, sync.segment()), fenceAddress, value);
            return tryExec(request ->
                    request.set("address", address).set("num_syncs", 1).set("syncs", sync.address()));
        }
    }

    /** Whether the queue was reset or killed: GET_PROPERTY_BAN. */
    public boolean isBanned() {
        Outcome ban = tryGetProperty(DrmXeExecQueueGetProperty.DRM_XE_EXEC_QUEUE_GET_PROPERTY_BAN);
        ban.orThrow();
        return ban.answer().get("value") != 0;
    }

    public Outcome tryGetProperty(int property) {
        return vm.file()
                .ioctl(
                        DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY,
                        request -> request.set("exec_queue_id", id).set("property", property));
    }
}
