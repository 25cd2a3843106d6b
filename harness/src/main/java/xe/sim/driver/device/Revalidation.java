// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ENOMEM;

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
                return ENOMEM.negated(); // RBW-029: TTM's own ENOSPC does not come this far
            }
            long rebound = vm.mappings().rebind();
            if (rebound != 0) {
                return rebound;
            }
        } while (vm.mappings().anyEvicted());
        return 0;
    }

    private boolean validate() {
        boolean first = true;
        for (BufferObject buffer : vm.mappings().takeEvicted()) {
            boolean forgotten = !first && vm.device().has(ExhaustionDefect.RBW_047_ONE_BUFFER_COMES_BACK);
            if (!forgotten && !buffer.purgeState().purged() && !validate(buffer)) {
                return false;
            }
            first = false;
        }
        return true;
    }

    /** Once more if there was no room, when nobody else is at it (RBW-007). */
    private boolean validate(BufferObject buffer) {
        boolean there = buffer.populate(HeldLocks.ofRebind(vm));
        return there || buffer.populate(HeldLocks.ofRebind(vm));
    }
}
