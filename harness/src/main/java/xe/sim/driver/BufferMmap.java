// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EINVAL;

import xe.kernel.Abi;
import xe.sim.os.SharedMemory;

/**
 * mmap(2) of a DRM node: buffers by their offset, and the PCI barrier page ({@code xe_mmap()}).
 */
final class BufferMmap {
    /** Where a discrete device has its barrier page. */
    static final long BARRIER_OFFSET = 0x50000;

    private final XeFile file;

    BufferMmap(XeFile file) {
        this.file = file;
    }

    /** The address, or a negated errno. */
    long map(long address, long length, int protection, int mapFlags, long offset) {
        if (offset == BARRIER_OFFSET && file.device().profile().discrete()) {
            return mapBarrier(address, length, protection, mapFlags);
        }
        BufferObject buffer = file.device().memory().at(offset);
        if (buffer == null) {
            return EINVAL.negated(); // MMP-003, MMP-006, MMP-008
        }
        BufferMapping mapping = new BufferMapping(file, buffer);
        try {
            if (!file.handles().values().contains(buffer)) {
                return EACCES.negated(); // MMP-005, MMP-007
            }
            if (length > buffer.size()) {
                return EINVAL.negated(); // MMP-002
            }
            long purgeable = buffer.purgeState().refusal();
            if (purgeable != 0) {
                return purgeable; // MMP-010
            }
            if ((mapFlags & Abi.MAP_SHARED) == 0) {
                return EINVAL.negated(); // MMP-004
            }
            if (!buffer.populate()) {
                return EINVAL.negated();
            }
            return file.device()
                    .machine()
                    .mappings()
                    .mmapShared(mapping, buffer.memory(), address, length, protection, mapFlags, 0);
        } finally {
            mapping.put();
        }
    }

    private long mapBarrier(long address, long length, int protection, int mapFlags) {
        boolean writeOnly = (protection & (Abi.PROT_READ | Abi.PROT_WRITE)) == Abi.PROT_WRITE;
        if (length > Abi.PAGE_SIZE || (mapFlags & Abi.MAP_SHARED) == 0 || !writeOnly) {
            return EINVAL.negated(); // MMP-014 to MMP-016
        }
        try (SharedMemory page = SharedMemory.allocate(Abi.PAGE_SIZE)) {
            return file.device().machine().mappings().mmapShared(file, page, address, length, protection, mapFlags, 0);
        }
    }
}
