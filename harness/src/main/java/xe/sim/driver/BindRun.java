// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.EOVERFLOW;
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
import xe.sim.drm.DmaFence;

/**
 * The operations of one VM_BIND, checked and with the VM's lock held: first everything that can fail, then the changes.
 */
final class BindRun {
    private static final int CONSULT_ADVICE = -1;

    private final XeVm vm;
    private final SyncArray syncs;
    private final @Nullable UserFence userFence;
    private boolean anything;
    private boolean deferred;

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
        if ((!anything || deferred) && !syncs.waits().isEmpty()) {
            return EOPNOTSUPP.negated(); // BND-104 to BND-108
        }
        finish();
        return 0;
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
                result = buffer == null ? 0 : buffer.purgeState().refusal(); // BND-119
                if (result == 0) {
                    result = pendingFences(op);
                }
                if (result == 0) {
                    mapping = mapping(op, buffer);
                    result = populate(op, buffer, mapping);
                }
            }
            case DRM_XE_VM_BIND_OP_UNMAP -> result = pendingFences(op);
            case DRM_XE_VM_BIND_OP_PREFETCH -> result = prefetch(op);
            default -> {}
        }
        created.add(mapping);
        return result;
    }

    /** Whether a mapping in the range has a user fence that is still to be written (BND-126). */
    private long pendingFences(BindOp op) {
        for (Mapping mapping : vm.mappings().overlapping(op.address(), op.end())) {
            UserFence fence = mapping.attributes().fence();
            if (fence != null && !fence.signalled()) {
                return EBUSY.negated();
            }
        }
        return 0;
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
        return new Mapping(
                op.address(),
                op.end(),
                op.offset(),
                new Mapping.Attributes(kind, buffer, readOnly, op.patIndex(), userFence));
    }

    private long populate(BindOp op, @Nullable BufferObject buffer, Mapping mapping) {
        if (buffer != null) {
            return buffer.populate() ? 0 : ENOMEM.negated();
        }
        if (mapping.kind() != Mapping.Kind.USERPTR) {
            return 0;
        }
        if (Long.compareUnsigned(op.offset() + op.range() - 1, op.offset()) < 0) {
            return EOVERFLOW.negated(); // BND-117
        }
        return vm.mappings().pin(mapping);
    }

    /** BND-123: a buffer can only go to a region of its placement. */
    private long prefetch(BindOp op) {
        for (Mapping mapping : vm.mappings().overlapping(op.address(), op.end())) {
            anything = true;
            BufferObject buffer = mapping.attributes().buffer();
            long purgeable = buffer == null ? 0 : buffer.purgeState().refusal();
            if (purgeable != 0) {
                return purgeable; // BND-122
            }
            boolean elsewhere = buffer != null && (buffer.placement() & 1 << op.region()) == 0;
            if (op.region() != CONSULT_ADVICE && elsewhere) {
                return EINVAL.negated();
            }
        }
        return 0;
    }

    private void apply(BindOp op, @Nullable BufferObject buffer, @Nullable Mapping mapping) {
        VmMappings mappings = vm.mappings();
        if (mapping != null) {
            boolean mirror = mapping.kind() == Mapping.Kind.CPU_MIRROR;
            boolean now = !mirror && (!vm.faultMode() || vm.scratch() || op.has(DRM_XE_VM_BIND_FLAG_IMMEDIATE));
            mappings.map(mapping, now);
            anything = true;
            deferred |= !now;
        } else if (op.kind() == DRM_XE_VM_BIND_OP_UNMAP) {
            anything |= mappings.unmap(op.address(), op.end());
        } else if (buffer != null) {
            anything |= mappings.unmapAll(buffer);
        }
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
