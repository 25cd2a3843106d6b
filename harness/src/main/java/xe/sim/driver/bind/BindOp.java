// SPDX-License-Identifier: MIT
package xe.sim.driver.bind;

import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_DECOMPRESS;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL;

import xe.uapi.StructView;

/**
 * One operation of a VM_BIND as the request has it. {@link BindOpCheck} judges it.
 *
 * @param kind DRM_XE_VM_BIND_OP_*
 * @param flags DRM_XE_VM_BIND_FLAG_*
 * @param handle of the buffer, 0 for none
 * @param offset into the buffer, or the address in the process
 */
record BindOp(int kind, int flags, int handle, long offset, long address, long range, int patIndex, int region) {
    static BindOp of(StructView op) {
        return new BindOp(
                op.getInt("op"),
                op.getInt("flags"),
                op.getInt("obj"),
                op.get("obj_offset"),
                op.get("addr"),
                op.get("range"),
                op.getInt("pat_index"),
                op.getInt("prefetch_mem_region_instance"));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean mirror() {
        return has(DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
    }

    boolean decompress() {
        return has(DRM_XE_VM_BIND_FLAG_DECOMPRESS);
    }

    /** Whether a MAP is of nothing, or of the process's own address space. */
    boolean withoutBuffer() {
        return has(DRM_XE_VM_BIND_FLAG_NULL) || mirror();
    }

    long end() {
        return address + range;
    }

    BindOp at(long newAddress) {
        return new BindOp(kind, flags, handle, offset, newAddress, range, patIndex, region);
    }
}
