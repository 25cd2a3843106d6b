// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;

import java.util.function.Consumer;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.StructView;

/**
 * A VM with a buffer and a block of the process's memory that it can map, and a good request for each operation of VM_BIND.
 */
final class BindPlace implements AutoCloseable {
    static final long ADDRESS = 0x10_0000;
    /** Of the buffer, of the block and of every range. */
    static final int SIZE = 65536;

    private static final long ELSEWHERE = 0x4000_0000L;

    /** What a request does. */
    enum Operation {
        MAP(DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP),
        /** A MAP without memory behind it. */
        NULL(DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP),
        USERPTR(DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR),
        /** Of a range where nothing is mapped. */
        UNMAP(DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP),
        UNMAP_ALL(DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL),
        /** Of a range where nothing is mapped. */
        PREFETCH(DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH);

        private final int op;

        Operation(int op) {
            this.op = op;
        }

        int op() {
            return op;
        }
    }

    private final DrmFile file;
    private final Vm vm;
    private final Bo buffer;
    private final NativeMemory memory;

    private BindPlace(Vm vm) {
        this.file = vm.file();
        this.vm = vm;
        this.buffer = file.createBo(SIZE);
        this.memory = NativeMemory.allocate(file.kernel(), SIZE);
    }

    static BindPlace in(DrmFile file) {
        return new BindPlace(file.createVm(0));
    }

    static BindPlace in(Vm vm) {
        return new BindPlace(vm);
    }

    /** @param flags of the VM */
    static BindPlace in(DrmFile file, int flags) {
        return new BindPlace(file.createVm(flags));
    }

    Vm vm() {
        return vm;
    }

    Bo buffer() {
        return buffer;
    }

    NativeMemory memory() {
        return memory;
    }

    /** A request that succeeds. For UNMAP_ALL the buffer is mapped somewhere. */
    GoodRequest request(Operation operation) {
        return request(operation, op -> {});
    }

    /** The same with fields of the operation changed. */
    GoodRequest request(Operation operation, Consumer<StructView> change) {
        if (operation == Operation.UNMAP_ALL) {
            vm.bind(buffer, ELSEWHERE);
        }
        int pat = file.device().patIndex();
        return new GoodRequest(file, DRM_IOCTL_XE_VM_BIND, request -> {
            request.set("vm_id", vm.id()).set("num_binds", 1);
            fill(request.struct("bind"), operation, pat);
            change.accept(request.struct("bind"));
        });
    }

    /** Writes a good operation. */
    void fill(StructView op, Operation operation) {
        fill(op, operation, file.device().patIndex());
    }

    private void fill(StructView op, Operation operation, int pat) {
        op.set("pat_index", pat).set("op", operation.op());
        if (operation != Operation.UNMAP_ALL) {
            op.set("addr", ADDRESS).set("range", SIZE);
        }
        switch (operation) {
            case MAP, UNMAP_ALL -> op.set("obj", buffer.handle());
            case NULL -> op.set("flags", DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL);
            case USERPTR -> op.set("userptr", memory.address());
            default -> {}
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
