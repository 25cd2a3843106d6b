// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.BindDefect.BND_024_UNKNOWN_FLAG_ACCEPTED;
import static xe.sim.driver.BindDefect.BND_025_NULL_TAKES_A_BUFFER;
import static xe.sim.driver.BindDefect.BND_026_NULL_TAKES_AN_OFFSET;
import static xe.sim.driver.BindDefect.BND_027_NULL_WITH_ANY_OPERATION;
import static xe.sim.driver.BindDefect.BND_039_REGION_IGNORED;
import static xe.sim.driver.BindDefect.BND_043_ALIGNMENT_IGNORED;
import static xe.sim.driver.BindDefect.BND_044_EMPTY_RANGE_ACCEPTED;
import static xe.sim.driver.BindDefect.BND_065_RANGE_NOT_LIMITED;
import static xe.sim.driver.BindDefect.BND_066_END_NOT_LIMITED;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_CONSULT_MEM_ADVISE_PREF_LOC;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_DECOMPRESS;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL;

import xe.kernel.Abi;
import xe.uapi.StructView;

/**
 * One operation of a VM_BIND, and the checks that need nothing but it and the device.
 *
 * @param kind DRM_XE_VM_BIND_OP_*
 * @param flags DRM_XE_VM_BIND_FLAG_*
 * @param handle of the buffer, 0 for none
 * @param offset into the buffer, or the address in the process
 */
record BindOp(int kind, int flags, int handle, long offset, long address, long range, int patIndex, int region) {
    private static final int FLAGS = 0xff;
    private static final long BIG_PAGE = 65536;

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

    long end() {
        return address + range;
    }

    /** Whether the operation adds a mapping. */
    boolean maps() {
        return kind == DRM_XE_VM_BIND_OP_MAP || kind == DRM_XE_VM_BIND_OP_MAP_USERPTR;
    }

    /** BND-020 to BND-045: 0 or a negated errno. */
    long check(XeVm vm) {
        Profile profile = vm.device().profile();
        if (!known(vm, profile)
                || !flagsFit(vm.device())
                || !kindFits(profile)
                || !regionFits(vm)
                || !aligned(vm.device())) {
            return EINVAL.negated();
        }
        boolean cannotDecompress = !profile.flatCcs() || profile.graphicsVersion() < 2000 || !profile.discrete();
        return has(DRM_XE_VM_BIND_FLAG_DECOMPRESS) && cannotDecompress ? EOPNOTSUPP.negated() : 0; // BND-045
    }

    /** BND-020 to BND-024. */
    private boolean known(XeVm vm, Profile profile) {
        return (!has(DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR) || vm.faultMode())
                && profile.pat().valid(patIndex)
                && kind >= 0
                && kind <= DRM_XE_VM_BIND_OP_PREFETCH
                && ((flags & ~FLAGS) == 0 || vm.device().has(BND_024_UNKNOWN_FLAG_ACCEPTED));
    }

    /** BND-025 to BND-028. */
    private boolean flagsFit(XeDevice device) {
        boolean noBuffer = has(DRM_XE_VM_BIND_FLAG_NULL | DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
        boolean onlyMap = noBuffer || has(DRM_XE_VM_BIND_FLAG_DECOMPRESS);
        return (!noBuffer || handle == 0 || device.has(BND_025_NULL_TAKES_A_BUFFER))
                && (!noBuffer || offset == 0 || device.has(BND_026_NULL_TAKES_AN_OFFSET))
                && (!onlyMap || kind == DRM_XE_VM_BIND_OP_MAP || device.has(BND_027_NULL_WITH_ANY_OPERATION))
                && (!has(DRM_XE_VM_BIND_FLAG_DECOMPRESS) || !compressed(device.profile()));
    }

    /** BND-029 to BND-038, BND-041. */
    private boolean kindFits(Profile profile) {
        boolean incoherent = profile.pat().coherency(patIndex) == PatTable.Coherency.NONE;
        boolean noBuffer = has(DRM_XE_VM_BIND_FLAG_NULL | DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
        if (has(DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR) && incoherent && !profile.discrete()) {
            return false;
        }
        return switch (kind) {
            case DRM_XE_VM_BIND_OP_MAP -> handle != 0 || noBuffer;
            case DRM_XE_VM_BIND_OP_UNMAP_ALL -> handle != 0 && address == 0 && range == 0;
            case DRM_XE_VM_BIND_OP_MAP_USERPTR -> handle == 0 && !incoherent && !compressed(profile);
            default -> handle == 0;
        };
    }

    /** BND-039, BND-040, BND-042. */
    private boolean regionFits(XeVm vm) {
        if (kind == DRM_XE_VM_BIND_OP_PREFETCH) {
            int regions = vm.device().memory().regions().size();
            return region == DRM_XE_CONSULT_MEM_ADVISE_PREF_LOC || (region >= 0 && region < regions);
        }
        boolean mirrorMap = has(DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR) && kind == DRM_XE_VM_BIND_OP_MAP;
        boolean noRegion = region == 0 || vm.device().has(BND_039_REGION_IGNORED);
        return noRegion && (!has(DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET) || mirrorMap);
    }

    /** BND-043, BND-044. */
    private boolean aligned(XeDevice device) {
        boolean pages = (offset | address | range) % Abi.PAGE_SIZE == 0 || device.has(BND_043_ALIGNMENT_IGNORED);
        boolean empty = range == 0 && kind != DRM_XE_VM_BIND_OP_UNMAP_ALL;
        return pages && (!empty || device.has(BND_044_EMPTY_RANGE_ACCEPTED));
    }

    private boolean compressed(Profile profile) {
        return profile.pat().compressed().contains(patIndex);
    }

    /** BND-065 to BND-067. */
    boolean inRange(XeDevice device) {
        long size = 1L << device.profile().vaBits();
        boolean fits = Long.compareUnsigned(range, size) <= 0 || device.has(BND_065_RANGE_NOT_LIMITED);
        return fits && (Long.compareUnsigned(address, size - range) <= 0 || device.has(BND_066_END_NOT_LIMITED));
    }

    /** BND-071 to BND-081: 0 or a negated errno. */
    long checkBuffer(Profile profile, BufferObject buffer) {
        boolean bigPages = profile.discrete() && profile.vramPage() == BIG_PAGE && buffer.mayBeInVram();
        boolean cached = buffer.caching() == DRM_XE_GEM_CPU_CACHING_WB;
        boolean uncompressed = buffer.has(DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION);
        boolean wrong = (uncompressed && compressed(profile))
                || Long.compareUnsigned(range, buffer.size()) > 0
                || Long.compareUnsigned(offset, buffer.size() - range) > 0
                || (bigPages && (offset | address | range) % BIG_PAGE != 0)
                || (cached && profile.pat().coherency(patIndex) == PatTable.Coherency.NONE);
        return wrong ? EINVAL.negated() : 0;
    }
}
