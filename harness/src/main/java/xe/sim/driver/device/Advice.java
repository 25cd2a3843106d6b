// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

/**
 * What MADVISE has said about a mapping ({@code struct xe_vma_mem_attr}).
 *
 * @param devmemFd where memory of the process should be: a DRM file, 0 for the device's memory, -1 for system memory
 * @param migrationPolicy DRM_XE_MIGRATE_*
 * @param atomic DRM_XE_ATOMIC_*
 * @param patIndex at first the one of the bind
 * @param dontNeed whether the content of the buffer may go as far as this mapping is concerned
 */
public record Advice(int devmemFd, int migrationPolicy, int atomic, int patIndex, boolean dontNeed) {
    /** Of a mapping that was just made (VMQ-013). */
    static Advice none(int patIndex) {
        return new Advice(0, 0, 0, patIndex, false);
    }

    public Advice withLocation(int fd, int policy) {
        return new Advice(fd, policy, atomic, patIndex, dontNeed);
    }

    public Advice withAtomic(int mode) {
        return new Advice(devmemFd, migrationPolicy, mode, patIndex, dontNeed);
    }

    public Advice withPat(int index) {
        return new Advice(devmemFd, migrationPolicy, atomic, index, dontNeed);
    }

    Advice withDontNeed(boolean value) {
        return new Advice(devmemFd, migrationPolicy, atomic, patIndex, value);
    }
}
