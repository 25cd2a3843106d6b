// SPDX-License-Identifier: MIT
package xe.sim.driver;

import xe.sim.gpu.GpuAddressSpace;
import xe.sim.gpu.GpuFault;

/**
 * The mappings of one VM, as far as VM_BIND made them, and the page tables that follow from it.
 */
public final class VmMappings {
    private final XeVm vm;
    private final GpuAddressSpace space;

    VmMappings(XeVm vm) {
        this.vm = vm;
        this.space = new GpuAddressSpace(vm.device().profile().vaBits(), vm.scratch());
    }

    XeVm vm() {
        return vm;
    }

    /** The page tables. Any thread, no lock. */
    GpuAddressSpace space() {
        return space;
    }

    /** Resolves a page fault of a fault-mode VM: whether the access is to be tried again. */
    boolean resolve(GpuFault fault) {
        return false;
    }

    /** Whether a userptr was invalidated since it was last pinned: {@code xe_vm_userptr_check_repin()}. */
    boolean needsRepin() {
        return false;
    }

    /** Pins invalidated userptrs again; a range that is gone is unmapped (RBW-003). Returns 0 or a negated errno. */
    long repin() {
        return 0;
    }

    /** Rewrites the page tables of what was repinned, split or evicted (RBW-008). Returns 0 or a negated errno. */
    long rebind() {
        return 0;
    }

    /** The VM is closed: unmaps everything and lets the buffers go. */
    void close() {}
}
