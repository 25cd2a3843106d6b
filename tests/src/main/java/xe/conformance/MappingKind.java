// SPDX-License-Identifier: MIT
package xe.conformance;

import xe.drm.VmFlags;
import xe.uapi.DrmXeVmBindOp;

/** What a VM can map. */
enum MappingKind {
    BUFFER(0, DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP, 0),
    USERPTR(0, DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR, 0),
    NULL(0, DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP, DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL),
    /** Needs a VM in fault mode. */
    CPU_MIRROR(
            VmFlags.LR_MODE | VmFlags.FAULT_MODE,
            DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP,
            DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);

    private final int vmFlags;
    private final int operation;
    private final int bindFlags;

    MappingKind(int vmFlags, int operation, int bindFlags) {
        this.vmFlags = vmFlags;
        this.operation = operation;
        this.bindFlags = bindFlags;
    }

    /** Of a VM that can map it. */
    int vmFlags() {
        return vmFlags;
    }

    int operation() {
        return operation;
    }

    int bindFlags() {
        return bindFlags;
    }
}
