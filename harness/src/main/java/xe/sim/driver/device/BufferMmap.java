// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.device.MmapDefect.MMP_001_READ_ONLY_MAPPING_REFUSED;
import static xe.sim.driver.device.MmapDefect.MMP_002_ANY_LENGTH;
import static xe.sim.driver.device.MmapDefect.MMP_003_ANY_PAGE_OF_THE_BUFFER;
import static xe.sim.driver.device.MmapDefect.MMP_004_PRIVATE_MAPPING;
import static xe.sim.driver.device.MmapDefect.MMP_005_EVERY_FILE;
import static xe.sim.driver.device.MmapDefect.MMP_006_NOTHING_THERE_EACCES;
import static xe.sim.driver.device.MmapDefect.MMP_007_CLOSED_HANDLE_COUNTS;
import static xe.sim.driver.device.MmapDefect.MMP_008_OFFSET_KEPT;
import static xe.sim.driver.device.MmapDefect.MMP_009_OFFSETS_SHARE_MEMORY;
import static xe.sim.driver.device.MmapDefect.MMP_013_IMPORTED_MAPPED;
import static xe.sim.driver.device.MmapDefect.MMP_014_BARRIER_OF_ANY_LENGTH;
import static xe.sim.driver.device.MmapDefect.MMP_015_PRIVATE_BARRIER;
import static xe.sim.driver.device.MmapDefect.MMP_016_READABLE_BARRIER;
import static xe.sim.driver.device.MmapDefect.MMP_017_BARRIER_BECOMES_READABLE;
import static xe.sim.driver.device.MmapDefect.MMP_018_BARRIER_EVERYWHERE;
import static xe.sim.driver.device.MmapDefect.MMP_019_OFFSET_FIRST;
import static xe.sim.driver.device.PurgeDefect.MMP_010_DONTNEED_MAPPED;
import static xe.sim.driver.device.PurgeDefect.MMP_011_PURGED_BUSY;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.os.AddressSpace;
import xe.sim.os.SharedMemory;

/**
 * mmap(2) of a DRM node: buffers by their offset, and the PCI barrier page ({@code xe_mmap()}).
 */
public final class BufferMmap {
    /** Where a discrete device has its barrier page. */
    public static final long BARRIER_OFFSET = 0x50000;

    private final XeFile file;

    BufferMmap(XeFile file) {
        this.file = file;
    }

    /** The address, or a negated errno. */
    long map(long address, long length, int protection, int mapFlags, long offset) {
        XeDevice device = file.device();
        boolean barrier = device.profile().discrete() || device.has(MMP_018_BARRIER_EVERYWHERE);
        boolean asked = !device.has(MMP_019_OFFSET_FIRST) || file.hasAskedForBarrier();
        if (offset == BARRIER_OFFSET && barrier && asked) {
            return mapBarrier(address, length, protection, mapFlags);
        }
        BufferObject buffer = find(device, offset);
        if (buffer == null) {
            boolean gone = device.memory().used(offset) && device.has(MMP_008_OFFSET_KEPT);
            return gone || device.has(MMP_006_NOTHING_THERE_EACCES) ? EACCES.negated() : EINVAL.negated();
        }
        BufferMapping mapping = new BufferMapping(file, buffer);
        try {
            long refused = refusal(device, buffer, length, protection, mapFlags);
            if (refused != 0) {
                return refused;
            }
            BufferObject memory =
                    device.has(MMP_009_OFFSETS_SHARE_MEMORY) ? device.memory().first(buffer) : buffer;
            long start = buffer.foreign() && !device.has(MMP_013_IMPORTED_MAPPED) ? buffer.size() : 0; // past its end
            return device.machine()
                    .mappings()
                    .mmapShared(
                            mapping, memory.memory(), address, length, protection, mapFlags | Abi.MAP_SHARED, start);
        } finally {
            mapping.put();
        }
    }

    /** MMP-003, MMP-006, MMP-008: only the exact start of a buffer that lives is an offset. */
    private static @Nullable BufferObject find(XeDevice device, long offset) {
        BufferObject buffer = device.memory().at(offset);
        return buffer == null && device.has(MMP_003_ANY_PAGE_OF_THE_BUFFER)
                ? device.memory().around(offset)
                : buffer;
    }

    /** MMP-001 to MMP-007 and MMP-010, in the driver's order; 0 if the buffer can be mapped. */
    private long refusal(XeDevice device, BufferObject buffer, long length, int protection, int mapFlags) {
        boolean held = file.handles().values().contains(buffer)
                || (buffer.creator() == file
                        ? device.has(MMP_007_CLOSED_HANDLE_COUNTS)
                        : device.has(MMP_005_EVERY_FILE));
        if (!held) {
            return EACCES.negated();
        }
        if (length > buffer.size() && !device.has(MMP_002_ANY_LENGTH)) {
            return EINVAL.negated();
        }
        long purgeable = buffer.purgeState().refusal(MMP_010_DONTNEED_MAPPED, MMP_011_PURGED_BUSY);
        if (purgeable != 0) {
            return purgeable;
        }
        boolean shared = (mapFlags & Abi.MAP_SHARED) != 0 || device.has(MMP_004_PRIVATE_MAPPING);
        boolean readOnly = (protection & Abi.PROT_WRITE) == 0 && device.has(MMP_001_READ_ONLY_MAPPING_REFUSED);
        return shared && !readOnly && buffer.populateForCpu() ? 0 : EINVAL.negated();
    }

    /** MMP-014 to MMP-017. */
    private long mapBarrier(long address, long length, int protection, int mapFlags) {
        XeDevice device = file.device();
        boolean tooLong = length > Abi.PAGE_SIZE && !device.has(MMP_014_BARRIER_OF_ANY_LENGTH);
        boolean shared = (mapFlags & Abi.MAP_SHARED) != 0;
        boolean reads = (protection & (Abi.PROT_READ | Abi.PROT_EXEC)) != 0 && !device.has(MMP_016_READABLE_BARRIER);
        if (tooLong || (!shared && !device.has(MMP_015_PRIVATE_BARRIER)) || reads) {
            return EINVAL.negated();
        }
        try (SharedMemory page = SharedMemory.allocate(length)) {
            AddressSpace mappings = device.machine().mappings();
            long mapped = mappings.mmapShared(file, page, address, length, protection, mapFlags | Abi.MAP_SHARED, 0);
            if (mapped > 0 && !device.has(MMP_017_BARRIER_BECOMES_READABLE)) {
                mappings.forbid(mapped, Abi.PROT_READ | Abi.PROT_EXEC);
            }
            return mapped;
        }
    }
}
