// SPDX-License-Identifier: MIT
package xe.sim.driver.bind;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_CONSULT_MEM_ADVISE_PREF_LOC;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CHECK_PXP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_DUMPABLE;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_IMMEDIATE;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_READONLY;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL;

import xe.kernel.Abi;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.profile.PatTable;
import xe.sim.driver.profile.Profile;

/**
 * The checks of one operation of VM_BIND that need nothing but it, its VM and the device ({@code vm_bind_ioctl_check_args()}).
 */
final class BindOpCheck {
    private static final int FLAGS = 0xff;
    private static final int FLAGS_OF_MAPPINGS =
            DRM_XE_VM_BIND_FLAG_READONLY | DRM_XE_VM_BIND_FLAG_DUMPABLE | DRM_XE_VM_BIND_FLAG_CHECK_PXP;
    private static final int XE2 = 2000;

    private final XeVm vm;
    private final XeDevice device;
    private final Profile profile;
    private final BindOp op;

    private BindOpCheck(XeVm vm, BindOp op) {
        this.vm = vm;
        this.device = vm.device();
        this.profile = vm.device().profile();
        this.op = op;
    }

    /** BND-020 to BND-049: 0 or a negated errno. */
    static long of(XeVm vm, BindOp op) {
        return new BindOpCheck(vm, op).run();
    }

    private long run() {
        if (!known() || !flagsFit() || !operationFits() || !regionFits() || !aligned() || judged()) {
            return EINVAL.negated();
        }
        boolean can = profile.flatCcs() && profile.graphicsVersion() >= XE2 && profile.discrete();
        if (!op.decompress() || can) {
            return 0;
        }
        return has(BindOpDefect.BND_045_DECOMPRESS_EINVAL) ? EINVAL.negated() : EOPNOTSUPP.negated();
    }

    /** BND-020 to BND-024. */
    private boolean known() {
        if (op.mirror() && !vm.faultMode() && !has(BindOpDefect.BND_020_MIRROR_IN_ANY_VM)) {
            return false;
        }
        boolean maps = op.kind() == DRM_XE_VM_BIND_OP_MAP || op.kind() == DRM_XE_VM_BIND_OP_MAP_USERPTR;
        boolean anyPat = !maps && has(BindOpDefect.BND_021_PAT_OF_MAPPINGS_ALONE);
        if (op.patIndex() >= profile.pat().count() && !anyPat) {
            return false;
        }
        boolean reserved = profile.pat().reserved().contains(op.patIndex());
        if (reserved && !anyPat && !has(BindOpDefect.BND_022_RESERVED_PAT_ACCEPTED)) {
            return false;
        }
        boolean kind = op.kind() >= 0 && op.kind() <= DRM_XE_VM_BIND_OP_PREFETCH;
        return (kind || has(BindOpDefect.BND_023_UNKNOWN_OPERATION_IGNORED))
                && ((op.flags() & ~FLAGS) == 0 || has(BindOpDefect.BND_024_UNKNOWN_FLAG_ACCEPTED));
    }

    /** BND-025 to BND-028. */
    private boolean flagsFit() {
        boolean without = op.withoutBuffer();
        boolean onlyMap = without || op.decompress();
        return (!without || op.handle() == 0 || has(BindOpDefect.BND_025_NULL_TAKES_A_BUFFER))
                && (!without || op.offset() == 0 || has(BindOpDefect.BND_026_NULL_TAKES_AN_OFFSET))
                && (!onlyMap || op.kind() == DRM_XE_VM_BIND_OP_MAP || has(BindOpDefect.BND_027_NULL_WITH_ANY_OPERATION))
                && (!op.decompress() || !compressing() || has(BindOpDefect.BND_028_DECOMPRESSED_AND_COMPRESSED));
    }

    /** BND-029 to BND-038, BND-041. */
    private boolean operationFits() {
        boolean needsCoherency = op.mirror() && !profile.discrete();
        if (needsCoherency && incoherent() && !has(BindOpDefect.BND_035_MIRROR_INCOHERENT)) {
            return false;
        }
        boolean ofProcess = op.mirror() || op.kind() == DRM_XE_VM_BIND_OP_MAP_USERPTR;
        if (ofProcess && !profile.flushesForCpu(op.patIndex()) && !has(BindOpDefect.BND_036_ONE_WAY_IS_ENOUGH)) {
            return false;
        }
        return switch (op.kind()) {
            case DRM_XE_VM_BIND_OP_MAP ->
                op.handle() != 0 || op.withoutBuffer() || has(BindOpDefect.BND_029_MAP_OF_NOTHING);
            case DRM_XE_VM_BIND_OP_UNMAP_ALL -> unmapAllFits();
            case DRM_XE_VM_BIND_OP_MAP_USERPTR -> userptrFits();
            case DRM_XE_VM_BIND_OP_PREFETCH -> op.handle() == 0 || has(BindOpDefect.BND_038_PREFETCH_OF_A_BUFFER);
            case DRM_XE_VM_BIND_OP_UNMAP -> op.handle() == 0 || has(BindOpDefect.BND_041_UNMAP_OF_A_BUFFER);
            default -> true;
        };
    }

    private boolean unmapAllFits() {
        return (op.handle() != 0 || has(BindOpDefect.BND_030_UNMAP_ALL_OF_NOTHING))
                && (op.address() == 0 || has(BindOpDefect.BND_031_UNMAP_ALL_WITH_ADDRESS))
                && (op.range() == 0 || has(BindOpDefect.BND_032_UNMAP_ALL_WITH_RANGE));
    }

    private boolean userptrFits() {
        return (op.handle() == 0 || has(BindOpDefect.BND_033_USERPTR_OF_A_BUFFER))
                && (!incoherent() || has(BindOpDefect.BND_034_USERPTR_INCOHERENT))
                && (!compressing() || has(BindOpDefect.BND_037_USERPTR_COMPRESSED));
    }

    /** BND-039, BND-040, BND-042. */
    private boolean regionFits() {
        boolean mirrorMap = op.mirror() && op.kind() == DRM_XE_VM_BIND_OP_MAP;
        boolean autoreset = op.has(DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET);
        if (autoreset && !mirrorMap && !has(BindOpDefect.BND_042_AUTORESET_ANYWHERE)) {
            return false;
        }
        if (op.kind() != DRM_XE_VM_BIND_OP_PREFETCH) {
            return op.region() == 0 || has(BindOpDefect.BND_039_REGION_IGNORED);
        }
        int regions = device.memory().regions().size();
        return op.region() == DRM_XE_CONSULT_MEM_ADVISE_PREF_LOC
                || (op.region() >= 0 && op.region() < regions)
                || has(BindOpDefect.BND_040_UNKNOWN_REGION_ACCEPTED);
    }

    /** BND-043, BND-044. */
    private boolean aligned() {
        boolean pages = (op.offset() | op.address() | op.range()) % Abi.PAGE_SIZE == 0;
        boolean empty = op.range() == 0 && op.kind() != DRM_XE_VM_BIND_OP_UNMAP_ALL;
        return (pages || has(BindOpDefect.BND_043_ALIGNMENT_IGNORED))
                && (!empty || has(BindOpDefect.BND_044_EMPTY_RANGE_ACCEPTED));
    }

    /** What the driver does not mind (BND-046 to BND-049), and a defect does. */
    private boolean judged() {
        boolean nothing = op.has(DRM_XE_VM_BIND_FLAG_NULL);
        boolean flags = op.has(FLAGS_OF_MAPPINGS);
        return (op.kind() != DRM_XE_VM_BIND_OP_MAP && flags && has(BindOpDefect.BND_046_FLAGS_OF_MAPPINGS_JUDGED))
                || (op.has(DRM_XE_VM_BIND_FLAG_IMMEDIATE)
                        && !vm.faultMode()
                        && has(BindOpDefect.BND_047_IMMEDIATE_NEEDS_FAULT_MODE))
                || (nothing && flags && has(BindOpDefect.BND_048_NULL_IS_NOT_DUMPABLE))
                || (nothing && op.mirror() && has(BindOpDefect.BND_049_NULL_OR_MIRROR));
    }

    private boolean incoherent() {
        return profile.pat().coherency(op.patIndex()) == PatTable.Coherency.NONE;
    }

    private boolean compressing() {
        return profile.pat().compressed().contains(op.patIndex());
    }

    private boolean has(BindOpDefect defect) {
        return device.has(defect);
    }
}
