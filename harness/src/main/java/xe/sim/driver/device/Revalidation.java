// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.sim.driver.device.ExhaustionDefect.RBW_029_ENOSPC_OF_FULL_MEMORY;
import static xe.sim.driver.device.ExhaustionDefect.RBW_042_EVICTED_FOR_GOOD;

/**
 * Brings the buffers back that a VM maps and that were evicted, and writes its page tables again ({@code xe_vm_validate_rebind()}).
 */
final class Revalidation {
    private final XeVm vm;

    Revalidation(XeVm vm) {
        this.vm = vm;
    }

    /** 0 or a negated errno: ENOMEM if nothing but what the VM itself maps is left to be evicted. */
    long run() {
        do {
            if (!validate()) {
                boolean folded = !vm.device().has(RBW_029_ENOSPC_OF_FULL_MEMORY);
                return folded ? ENOMEM.negated() : ENOSPC.negated(); // as ttm_bo_validate() has it
            }
            long rebound = vm.mappings().rebind();
            if (rebound != 0) {
                return rebound;
            }
        } while (vm.mappings().anyEvicted());
        return 0;
    }

    private boolean validate() {
        boolean hopeless =
                vm.rebindWorker().lastError() == ENOMEM && vm.device().has(RBW_042_EVICTED_FOR_GOOD);
        return vm.mappings().takeEvicted().stream()
                .allMatch(buffer -> buffer.purgeState().purged() || (!hopeless && validate(buffer)));
    }

    /** Once more if there was no room, when nobody else is at it (RBW-007). */
    private boolean validate(BufferObject buffer) {
        boolean there = buffer.populate(Evictable.toRebind(vm));
        return there || buffer.populate(Evictable.toRebind(vm));
    }
}
