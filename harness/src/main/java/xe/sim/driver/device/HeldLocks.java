// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import org.jspecify.annotations.Nullable;

/**
 * Which buffers an allocation leaves where they are: those whose reservation its caller holds. Buffers of one VM share the VM's
 * reservation, every other buffer has its own.
 *
 * @param vm whose reservation the caller holds; null if it holds none
 * @param own whether buffers that share it may go all the same ({@code ttm_operation_ctx.allow_res_evict})
 * @param others whether the caller also holds those of all other buffers that the VM maps
 */
public record HeldLocks(@Nullable XeVm vm, boolean own, boolean others) {
    /** A caller that holds none. */
    public static final HeldLocks NONE = new HeldLocks(null, false, false);

    /** GEM_CREATE: a new buffer may push out others of its own VM. */
    public static HeldLocks ofCreation(@Nullable XeVm owner) {
        return new HeldLocks(owner, true, false);
    }

    /** VM_BIND and page faults: {@code xe_vm_allow_vm_eviction()}; of the other buffers only the one in question is locked. */
    public static HeldLocks ofBind(XeVm vm) {
        return new HeldLocks(vm, !vm.longRunning() || vm.faultMode(), false);
    }

    /** The rebind worker and EXEC, which lock all that the VM maps. */
    static HeldLocks ofRebind(XeVm vm) {
        boolean open = vm.device().has(ExhaustionDefect.RBW_040_OWN_BUFFERS_EVICTED);
        return new HeldLocks(vm, open, !open);
    }

    boolean allowEvictionOf(BufferObject victim) {
        if (vm == null) {
            return true;
        }
        if (vm.equals(victim.owner())) {
            return own;
        }
        return !others || vm.mappings().of(victim).isEmpty();
    }
}
