// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.uapi.DrmXeExec.DRM_IOCTL_XE_EXEC;
import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;

import xe.drm.ExecQueue;
import xe.drm.Vm;
import xe.uapi.DrmXeVmBindOp;

/** A call that takes sync entries, and otherwise does nothing. */
enum SyncCaller {
    /** Without a batch. */
    EXEC,
    /** An unmap of a range where nothing is mapped. */
    BIND,
    /** VM_BIND without an operation. */
    EMPTY_BIND;

    /** A call without entries, which succeeds. */
    GoodRequest request(Vm vm) {
        if (this == EXEC) {
            ExecQueue queue = vm.createQueue();
            return new GoodRequest(vm.file(), DRM_IOCTL_XE_EXEC, request -> request.set("exec_queue_id", queue.id()));
        }
        int pat = vm.file().device().patIndex();
        int count = this == BIND ? 1 : 0;
        return new GoodRequest(
                vm.file(),
                DRM_IOCTL_XE_VM_BIND,
                request -> request.set("vm_id", vm.id())
                        .set("num_binds", count)
                        .set("bind.op", (long) count * DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                        .set("bind.pat_index", (long) count * pat)
                        .set("bind.addr", count * BindPlace.ADDRESS)
                        .set("bind.range", (long) count * BindPlace.SIZE));
    }

    /** The same with entries. */
    GoodRequest request(Vm vm, SyncEntries entries) {
        return request(vm).and(entries::into);
    }
}
