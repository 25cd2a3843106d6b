// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeMadvise.DRM_IOCTL_XE_MADVISE;
import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;
import static xe.uapi.DrmXeVmDestroy.DRM_IOCTL_XE_VM_DESTROY;
import static xe.uapi.DrmXeVmGetProperty.DRM_IOCTL_XE_VM_GET_PROPERTY;
import static xe.uapi.DrmXeVmQueryMemRangeAttr.DRM_IOCTL_XE_VM_QUERY_MEM_RANGE_ATTRS;
import static xe.uapi.DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.function.Consumer;
import xe.kernel.Scratch;
import xe.uapi.CStruct;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.DrmXeMemRangeAttr;
import xe.uapi.DrmXeSync;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.uapi.XeVmFault;

/**
 * A VM of a DRM file. It ends with {@link #destroy} or with its file.
 */
public final class Vm {
    private final DrmFile file;
    private final int id;
    private final int flags;

    Vm(DrmFile file, int id, int flags) {
        this.file = file;
        this.id = id;
        this.flags = flags;
    }

    public DrmFile file() {
        return file;
    }

    /** The id in its file, from 1 up. */
    public int id() {
        return id;
    }

    /** The flags that were asked for; 0 for a VM that {@link DrmFile#vm} names. */
    public int flags() {
        return flags;
    }

    /** Asks the rebind worker to run again; returns when it is queued. */
    public void restart() {
        tryRestart().orThrow();
    }

    /** VM_RESTART: EINVAL, ENOENT, EINTR or EALREADY, in the order of core rules VMR-001 to VMR-037. */
    public Outcome tryRestart() {
        return tryRestart(request -> {});
    }

    public Outcome tryRestart(Consumer<StructView> change) {
        return file.ioctl(DRM_IOCTL_XE_VM_RESTART, request -> change.accept(request.set("vm_id", id)));
    }

    public void destroy() {
        tryDestroy().orThrow();
    }

    public Outcome tryDestroy() {
        return tryDestroy(request -> {});
    }

    public Outcome tryDestroy(Consumer<StructView> change) {
        return file.ioctl(DRM_IOCTL_XE_VM_DESTROY, request -> change.accept(request.set("vm_id", id)));
    }

    /** VM_GET_PROPERTY of the faults, by default the size query: {@code answer().get("size")} has it. */
    public Outcome tryGetProperty(Consumer<StructView> change) {
        return file.ioctl(DRM_IOCTL_XE_VM_GET_PROPERTY, request -> change.accept(request.set("vm_id", id)));
    }

    public Outcome tryGetProperty() {
        return tryGetProperty(request -> {});
    }

    /** How many faults are stored. */
    public int faultCount() {
        Outcome size = tryGetProperty();
        size.orThrow();
        return size.answer().getInt("size") / XeVmFault.STRUCT.size();
    }

    /** The stored faults as struct xe_vm_fault, oldest first. */
    public List<StructView> faults() {
        int count = faultCount();
        if (count == 0) {
            return List.of();
        }
        long size = (long) count * XeVmFault.STRUCT.size();
        try (Scratch memory = Scratch.borrow(size)) {
            tryGetProperty(request -> request.set("size", size).set("data", memory.address()))
                    .orThrow();
            return StructView.copies(XeVmFault.STRUCT, memory.segment());
        }
    }

    /** Maps a whole buffer at {@code address} and waits until it is done. */
    public void bind(Bo bo, long address) {
        bind(op -> op.set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP)
                .set("obj", bo.handle())
                .set("range", bo.sizeBytes())
                .set("addr", address));
    }

    /** Maps memory of this process, whole pages, at {@code address} of the GPU and waits until it is done. */
    public void bindUserptr(long cpuAddress, long sizeBytes, long address) {
        bind(op -> op.set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR)
                .set("userptr", cpuAddress)
                .set("range", sizeBytes)
                .set("addr", address));
    }

    /** Maps nothing at a range and waits until it is done. */
    public void unbind(long address, long sizeBytes) {
        bind(op -> op.set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                .set("range", sizeBytes)
                .set("addr", address));
    }

    /** Carries out one operation of VM_BIND and waits until it is done. */
    public void bind(Consumer<StructView> operation) {
        try (UserFence fence = UserFence.create(file)) {
            tryBind(request -> {
                        operation.accept(request.struct("bind"));
                        request.set("num_syncs", 1).set("syncs", fence.syncAddress());
                    })
                    .orThrow();
            fence.await();
        }
    }

    /** VM_BIND of one operation with the PAT index of this device; asynchronous, and without a fence unless {@code change} adds one. */
    public Outcome tryBind(Consumer<StructView> change) {
        return file.ioctl(DRM_IOCTL_XE_VM_BIND, request -> {
            request.set("vm_id", id)
                    .set("num_binds", 1)
                    .set("bind.pat_index", file.device().patIndex());
            change.accept(request);
        });
    }

    /** MADVISE of one range. */
    public Outcome tryMadvise(long address, long sizeBytes, Consumer<StructView> advice) {
        return file.ioctl(
                DRM_IOCTL_XE_MADVISE,
                request -> advice.accept(
                        request.set("vm_id", id).set("start", address).set("range", sizeBytes)));
    }

    /** VM_QUERY_MEM_RANGE_ATTRS of the whole address space, by default the count call. */
    public Outcome tryQueryMemRanges(Consumer<StructView> change) {
        return file.ioctl(
                DRM_IOCTL_XE_VM_QUERY_MEM_RANGE_ATTRS,
                request -> change.accept(request.set("vm_id", id)
                        .set("range", 1L << file.device().facts().vaBits())));
    }

    /** Every mapping with its attributes as struct drm_xe_mem_range_attr, by address. */
    public List<StructView> memRanges() {
        Outcome count = tryQueryMemRanges(request -> {});
        count.orThrow();
        int found = count.answer().getInt("num_mem_ranges");
        if (found == 0) {
            return List.of();
        }
        CStruct type = DrmXeMemRangeAttr.STRUCT;
        try (Scratch memory = Scratch.borrow((long) found * type.size())) {
            tryQueryMemRanges(request -> request.set("num_mem_ranges", found)
                            .set("sizeof_mem_range_attr", type.size())
                            .set("vector_of_mem_attr", memory.address()))
                    .orThrow();
            return StructView.copies(type, memory.segment());
        }
    }

    /** A queue on the engine that {@link Device#jobEngine} chooses. */
    @CanIgnoreReturnValue
    public ExecQueue createQueue() {
        return createQueue(file.device().jobEngine());
    }

    @CanIgnoreReturnValue
    public ExecQueue createQueue(Engine engine) {
        Outcome created = tryCreateQueue(engine, request -> {});
        created.orThrow();
        return new ExecQueue(this, created.answer().getInt("exec_queue_id"));
    }

    /** A queue for VM_BIND, to be named as its {@code exec_queue_id}. */
    public ExecQueue createBindQueue() {
        return createQueue(new Engine(DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VM_BIND, 0, 0));
    }

    public Outcome tryCreateQueue() {
        return tryCreateQueue(file.device().jobEngine(), request -> {});
    }

    /** EXEC_QUEUE_CREATE of width 1 with one placement, with fields changed. */
    public Outcome tryCreateQueue(Engine engine, Consumer<StructView> change) {
        try (Scratch instance = Scratch.borrow(DrmXeEngineClassInstance.STRUCT.size())) {
            engine.write(new StructView(DrmXeEngineClassInstance.STRUCT, instance.segment()));
            return file.ioctl(
                    DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE,
                    request -> change.accept(request.set("width", 1)
                            .set("num_placements", 1)
                            .set("vm_id", id)
                            .set("instances", instance.address())));
        }
    }

    /** A SIGNAL user fence as struct drm_xe_sync. */
    static void writeUserFence(StructView sync, long address, long value) {
        sync.set("type", DrmXeSync.DRM_XE_SYNC_TYPE_USER_FENCE)
                .set("flags", DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL)
                .set("addr", address)
                .set("timeline_value", value);
    }

    @Override
    public String toString() {
        return "VM " + Integer.toUnsignedString(id) + " (" + VmFlags.text(flags) + ")";
    }
}
