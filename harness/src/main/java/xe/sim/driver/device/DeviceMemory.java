// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.driver.profile.Profile;

/**
 * Where a device's buffers live: its memory regions, and the offsets of the DRM file at which they can be mapped
 * ({@code drm_vma_offset_manager}).
 */
public final class DeviceMemory {
    /** Bytes of all offsets together: no buffer can be larger (GEM-022). */
    public static final long OFFSET_SPACE = 1099510579200L;

    private static final long FIRST_OFFSET = 0x1_0000_0000L;
    private static final long SYSTEM_BYTES = 16L << 30;

    private final List<MemoryRegion> regions;
    private final NavigableMap<Long, BufferObject> offsets = new TreeMap<>();
    private final Set<Long> usedOffsets = new HashSet<>();

    DeviceMemory(Profile profile) {
        List<MemoryRegion> all = new ArrayList<>();
        all.add(new MemoryRegion(0, Abi.PAGE_SIZE, SYSTEM_BYTES, 0));
        for (long vram : profile.vramBytes()) {
            all.add(new MemoryRegion(all.size(), profile.vramPage(), vram, profile.visible(vram)));
        }
        regions = List.copyOf(all);
    }

    /** By instance. */
    public List<MemoryRegion> regions() {
        return regions;
    }

    /** One bit for each region (QRY-036). */
    public int placements() {
        return (1 << regions.size()) - 1;
    }

    /** Reserves the lowest free range of offsets; 0 if there is none. */
    synchronized long reserve(BufferObject buffer) {
        long start = FIRST_OFFSET;
        for (Map.Entry<Long, BufferObject> taken : offsets.entrySet()) {
            if (taken.getKey() - start >= buffer.size()) {
                break;
            }
            start = taken.getKey() + taken.getValue().size();
        }
        if (buffer.size() > FIRST_OFFSET + OFFSET_SPACE - start) {
            return 0;
        }
        offsets.put(start, buffer);
        usedOffsets.add(start);
        return start;
    }

    synchronized void release(long offset) {
        offsets.remove(offset);
    }

    /** The shrinker: takes the content of buffers that nobody needs. */
    void purge() {
        List<BufferObject> all;
        synchronized (this) {
            all = List.copyOf(offsets.values());
        }
        all.forEach(BufferObject::purge);
    }

    /** The buffer whose range of offsets begins at {@code offset}, with a reference taken; null if there is none. */
    synchronized @Nullable BufferObject at(long offset) {
        BufferObject buffer = offsets.get(offset);
        return buffer != null && buffer.tryGet() ? buffer : null;
    }

    /** The buffer whose range holds {@code offset}, with a reference taken; null if there is none. */
    synchronized @Nullable BufferObject around(long offset) {
        Map.Entry<Long, BufferObject> below = offsets.floorEntry(offset);
        boolean inside =
                below != null && offset < below.getKey() + below.getValue().size();
        return inside && below.getValue().tryGet() ? below.getValue() : null;
    }

    /** Whether a buffer ever had this offset. */
    synchronized boolean used(long offset) {
        return usedOffsets.contains(offset);
    }

    /** The buffer with the lowest offset; {@code other} if there is none. */
    synchronized BufferObject first(BufferObject other) {
        return offsets.isEmpty() ? other : offsets.firstEntry().getValue();
    }
}
