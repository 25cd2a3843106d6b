// SPDX-License-Identifier: MIT
package xe.sim.driver.bind;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.EOVERFLOW;
import static xe.sim.driver.device.PurgeDefect.BND_119_DONTNEED_MAPPED;
import static xe.sim.driver.device.PurgeDefect.BND_120_PURGED_BUSY;
import static xe.sim.driver.device.PurgeDefect.BND_121_DONTNEED_IN_ONE_PIECE;
import static xe.sim.driver.device.PurgeDefect.BND_122_DONTNEED_PREFETCHED;
import static xe.sim.driver.device.PurgeDefect.BND_122_PURGED_BUSY;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_IMMEDIATE;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_READONLY;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.BindDefect;
import xe.sim.driver.device.BufferObject;
import xe.sim.driver.device.Evictable;
import xe.sim.driver.device.Mapping;
import xe.sim.driver.device.UserFence;
import xe.sim.driver.device.VmMappings;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.sync.SyncArray;
import xe.sim.drm.DmaFence;
import xe.sim.os.Defect;

/**
 * The operations of one VM_BIND, checked and with the VM's lock held: first everything that can fail, then the changes.
 */
final class BindRun {
    private static final int CONSULT_ADVICE = -1;

    private final XeVm vm;
    private final SyncArray syncs;
    private final @Nullable UserFence userFence;
    /** Whether anything was found to work on. */
    private boolean anything;
    /** Whether page tables have to be written, as nothing else can wait. */
    private boolean updates;

    BindRun(XeVm vm, SyncArray syncs) {
        this.vm = vm;
        this.syncs = syncs;
        this.userFence = syncs.userFences().stream()
                .findFirst()
                .map(entry -> new UserFence(vm.device(), entry.address(), entry.value()))
                .orElse(null);
    }

    /** 0 or a negated errno. */
    long run(List<BindOp> ops, List<@Nullable BufferObject> buffers) {
        List<@Nullable Mapping> created = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            long refused = prepare(ops.get(i), buffers.get(i), created);
            if (refused != 0) {
                created.stream().filter(Objects::nonNull).forEach(Mapping::drop);
                return refused;
            }
        }
        for (int i = 0; i < ops.size(); i++) {
            apply(ops.get(i), buffers.get(i), created.get(i));
        }
        if (!anything && refusesUnmapped() && ops.stream().anyMatch(op -> op.kind() == DRM_XE_VM_BIND_OP_UNMAP_ALL)) {
            return EINVAL.negated();
        }
        return updates || syncs.waits().isEmpty() ? end(ops) : idle(ops);
    }

    private long end(List<BindOp> ops) {
        boolean silent =
                (one(ops, DRM_XE_VM_BIND_OP_UNMAP) && vm.device().has(BindDefect.BND_103_IDLE_UNMAP_SIGNALS_NOTHING))
                        || (one(ops, DRM_XE_VM_BIND_OP_PREFETCH)
                                && vm.device().has(BindDefect.BND_105_IDLE_PREFETCH_SIGNALS_NOTHING));
        if (anything || !silent) {
            finish();
        }
        return 0;
    }

    private static boolean one(List<BindOp> ops, int kind) {
        return ops.stream().anyMatch(op -> op.kind() == kind);
    }

    /** Nothing can wait where no page table is written, although mappings may have come or gone (BND-104 to BND-108). */
    private long idle(List<BindOp> ops) {
        if (anything && vm.device().has(BindDefect.BND_107_DEFERRED_MAP_WAITS)) {
            return end(ops);
        }
        if (vm.device().has(BindDefect.BND_108_REFUSED_MIRROR_IS_GONE)) {
            ops.stream().filter(BindOp::mirror).forEach(op -> vm.mappings().unmap(op.address(), op.end()));
        }
        boolean idleUnmap = !anything && one(ops, DRM_XE_VM_BIND_OP_UNMAP);
        if (idleUnmap && vm.device().has(BindDefect.BND_104_IDLE_UNMAP_WAITS)) {
            return end(ops);
        }
        return EOPNOTSUPP.negated();
    }

    private boolean refusesUnmapped() {
        return vm.device().has(BindDefect.BND_106_UNMAPPED_BUFFER_REFUSED);
    }

    /** What can fail; adds the mapping to be made, or null. */
    private long prepare(BindOp op, @Nullable BufferObject buffer, List<@Nullable Mapping> created) {
        Mapping mapping = null;
        long result = 0;
        switch (op.kind()) {
            case DRM_XE_VM_BIND_OP_MAP, DRM_XE_VM_BIND_OP_MAP_USERPTR -> {
                result = refusesContent(buffer, BND_119_DONTNEED_MAPPED, BND_120_PURGED_BUSY);
                if (result == 0) {
                    result = mappable(op);
                }
                if (result == 0) {
                    mapping = mapping(op, buffer);
                    result = populate(op, buffer, mapping);
                }
            }
            case DRM_XE_VM_BIND_OP_UNMAP -> {
                result = replaceable(vm.mappings().overlapping(op.address(), op.end()), op);
                if (result == 0 && vm.device().has(BND_121_DONTNEED_IN_ONE_PIECE)) {
                    result = cutsDontNeed(op);
                }
            }
            case DRM_XE_VM_BIND_OP_UNMAP_ALL ->
                result = replaceable(vm.mappings().of(buffer), op);
            case DRM_XE_VM_BIND_OP_PREFETCH -> result = prefetch(op);
            default -> {}
        }
        created.add(mapping);
        return result;
    }

    private long mappable(BindOp op) {
        List<Mapping> there = vm.mappings().overlapping(op.address(), op.end());
        if (!there.isEmpty() && vm.device().has(BindDefect.BND_109_MAP_REFUSES_WHAT_IS_THERE)) {
            return EINVAL.negated();
        }
        return replaceable(there, op);
    }

    /** Whether mappings can go: no user fence of theirs is still to be written, and the GPU uses no mirror. */
    private long replaceable(List<Mapping> mappings, BindOp op) {
        for (Mapping mapping : mappings) {
            UserFence fence = mapping.attributes().fence();
            boolean pending = fence != null && !fence.signalled();
            if (pending && !vm.device().has(BindDefect.BND_126_PENDING_FENCE_IGNORED)) {
                return EBUSY.negated();
            }
            if (mapping.invalid() && vm.device().has(BindDefect.BND_118_VANISHED_USERPTR_STAYS)) {
                return EFAULT.negated();
            }
            boolean live = mapping.kind() == Mapping.Kind.CPU_MIRROR
                    && vm.userptrs()
                            .mirrored(Math.max(mapping.start(), op.address()), Math.min(mapping.end(), op.end()));
            boolean whole = mapping.start() >= op.address() && mapping.end() <= op.end();
            boolean allowed = (whole && op.mirror()) || vm.device().has(BindDefect.BND_127_LIVE_MIRROR_REMOVED);
            if (live && !allowed) {
                return EBUSY.negated();
            }
        }
        return 0;
    }

    private static long refusesContent(@Nullable BufferObject buffer, Defect unnoticed, Defect unaware) {
        return buffer == null ? 0 : buffer.purgeState().refusal(unnoticed, unaware);
    }

    /** What the driver allows (BND-121), and a defect does not. */
    private long cutsDontNeed(BindOp op) {
        boolean cut = vm.mappings().overlapping(op.address(), op.end()).stream()
                .filter(mapping -> mapping.advice().dontNeed())
                .anyMatch(mapping -> mapping.start() < op.address() || mapping.end() > op.end());
        return cut ? EBUSY.negated() : 0;
    }

    private Mapping mapping(BindOp op, @Nullable BufferObject buffer) {
        Mapping.Kind kind = Mapping.Kind.BUFFER;
        if (op.kind() == DRM_XE_VM_BIND_OP_MAP_USERPTR) {
            kind = Mapping.Kind.USERPTR;
        } else if (op.has(DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR)) {
            kind = Mapping.Kind.CPU_MIRROR;
        } else if (op.has(DRM_XE_VM_BIND_FLAG_NULL)) {
            kind = Mapping.Kind.NULL;
        }
        boolean readOnly = op.has(DRM_XE_VM_BIND_FLAG_READONLY);
        boolean merges = kind == Mapping.Kind.CPU_MIRROR && !vm.device().has(BindDefect.BND_128_MIRRORS_STAY_APART);
        return new Mapping(
                merges ? vm.mappings().mirrorStart(op.address()) : op.address(),
                merges ? vm.mappings().mirrorEnd(op.end()) : op.end(),
                op.offset(),
                new Mapping.Attributes(
                        kind, buffer, readOnly, op.patIndex(), kind == Mapping.Kind.CPU_MIRROR ? null : userFence));
    }

    private long populate(BindOp op, @Nullable BufferObject buffer, Mapping mapping) {
        if (buffer != null) {
            return buffer.populate(Evictable.toBind(vm)) ? 0 : ENOMEM.negated();
        }
        if (mapping.kind() != Mapping.Kind.USERPTR) {
            return 0;
        }
        if (Long.compareUnsigned(op.offset() + op.range() - 1, op.offset()) < 0) {
            boolean fault = vm.device().has(BindDefect.BND_117_WRAP_EFAULT);
            return fault ? EFAULT.negated() : EOVERFLOW.negated();
        }
        if (op.offset() + op.range() == 0) {
            return EINVAL.negated(); // BND-117
        }
        long pinned = vm.userptrs().pin(mapping);
        if (pinned != 0 && vm.device().has(BindDefect.BND_113_REFUSED_USERPTR_STAYS)) {
            vm.mappings().map(mapping, false);
        }
        return pinned;
    }

    /** A buffer can only go to a region of its placement (BND-123); all but the first are sent to region 0 (BND-125). */
    private long prefetch(BindOp op) {
        List<Mapping> there = vm.mappings().overlapping(op.address(), op.end());
        int region = op.region();
        for (Mapping mapping : there) {
            anything = true;
            updates |= mapping.kind() != Mapping.Kind.CPU_MIRROR;
            BufferObject buffer = mapping.attributes().buffer();
            long refused = refusesContent(buffer, BND_122_DONTNEED_PREFETCHED, BND_122_PURGED_BUSY);
            if (refused != 0) {
                return refused;
            }
            if (buffer != null && !reaches(buffer, region)) {
                return EINVAL.negated();
            }
            region = vm.device().has(BindDefect.BND_125_REGION_FOR_ALL) ? region : 0;
        }
        return 0;
    }

    private boolean reaches(BufferObject buffer, int region) {
        if (region == CONSULT_ADVICE) {
            return buffer.mayBeInVram() || !vm.device().has(BindDefect.BND_124_ADVICE_NEEDS_VRAM);
        }
        return (buffer.placement() & 1 << region) != 0 || vm.device().has(BindDefect.BND_123_PREFETCH_ANYWHERE);
    }

    private void apply(BindOp op, @Nullable BufferObject buffer, @Nullable Mapping mapping) {
        VmMappings mappings = vm.mappings();
        if (mapping != null) {
            boolean mirror = mapping.kind() == Mapping.Kind.CPU_MIRROR;
            boolean now = !mirror && (!vm.faultMode() || vm.scratch() || op.has(DRM_XE_VM_BIND_FLAG_IMMEDIATE));
            updates |= mappings.map(mapping, now);
            anything = true;
        } else if (op.kind() == DRM_XE_VM_BIND_OP_UNMAP) {
            unmap(mappings.overlapping(op.address(), op.end()), op);
        } else if (op.kind() == DRM_XE_VM_BIND_OP_UNMAP_ALL) {
            unmapAll(mappings.of(buffer));
        }
    }

    private void unmap(List<Mapping> there, BindOp op) {
        anything |= !there.isEmpty();
        boolean stops = there.size() > 1 && vm.device().has(BindDefect.BND_111_UNMAP_STOPS_AT_A_HOLE);
        updates |= vm.mappings().unmap(op.address(), stops ? there.getFirst().end() : op.end());
    }

    private void unmapAll(List<Mapping> there) {
        int count = vm.device().has(BindDefect.BND_112_UNMAP_ALL_OF_ONE) ? 1 : there.size();
        there.stream().limit(count).forEach(mapping -> vm.mappings().unmap(mapping.start(), mapping.end()));
        anything |= !there.isEmpty();
        updates |= !there.isEmpty();
    }

    /** The fences signal when the waits are over, in the order of the binds. */
    private void finish() {
        DmaFence fence = new DmaFence();
        List<DmaFence> before = new ArrayList<>(syncs.waits());
        before.add(vm.mappings().exchangeLastBind(fence));
        syncs.signalWith(fence);
        DmaFence.whenAll(before, () -> {
            fence.signal();
            if (userFence != null) {
                userFence.signal();
            }
        });
    }
}
