// SPDX-License-Identifier: MIT
package xe.sim.gpu;

/**
 * A page fault, as the hardware reports it.
 *
 * @param address what was accessed, not rounded and without sign extension
 * @param access the kind of access
 * @param type what was wrong with it
 * @param level where the page walk ended: 0 PTE, 1 PDE, 2 PDP, 3 PML4, 4 PML5
 */
public record GpuFault(long address, Access access, Type type, int level) {
    /** The two access bits of the fault descriptor, in ordinal order. */
    public enum Access {
        READ,
        WRITE,
        ATOMIC
    }

    /** The fault types of the fault descriptor, in ordinal order. */
    public enum Type {
        NOT_PRESENT,
        WRITE_ACCESS,
        ATOMIC_ACCESS
    }
}
