// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
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

    /** Of a context with its ring; what the driver takes is between 60 and 200 KiB. */
    private static final long CONTEXT_BYTES = 64 << 10;

    private final XeDevice device;
    private final List<MemoryRegion> regions;
    /** Held while room is made: what one caller has freed no other one takes. */
    private final ReentrantLock making = new ReentrantLock();

    private final NavigableMap<Long, BufferObject> offsets = new TreeMap<>();
    private final Set<Long> usedOffsets = new HashSet<>();

    DeviceMemory(XeDevice device) {
        this.device = device;
        Profile profile = device.profile();
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

    /** Where the driver puts the contexts of a tile. */
    MemoryRegion contexts(int tile) {
        return regions.size() == 1 ? regions.getFirst() : regions.get(1 + tile);
    }

    /** Takes memory for the contexts of a queue, which nothing moves: whether there was room, or could be made. */
    boolean pinContexts(MemoryRegion region, int count) {
        making.lock();
        try {
            return region.pin(contextBytes(count))
                    || (makeRoom(region, contextBytes(count), Evictable.ANY) && region.pin(contextBytes(count)));
        } finally {
            making.unlock();
        }
    }

    void unpinContexts(MemoryRegion region, int count) {
        region.unpin(contextBytes(count));
    }

    private static long contextBytes(int count) {
        return count * CONTEXT_BYTES;
    }

    /**
     * Moves a buffer to a region of its placement if it is in none ({@code ttm_bo_validate()}): first to one that has room, VRAM
     * before system memory, then to one where others can be evicted, to system memory only if it may be nowhere else.
     */
    boolean place(BufferObject buffer, Evictable evictable) {
        making.lock();
        try {
            if (buffer.resident()) {
                return true;
            }
            List<MemoryRegion> wanted =
                    regions.reversed().stream().filter(buffer::mayBeIn).toList();
            return wanted.stream().anyMatch(buffer::moveInto)
                    || wanted.stream()
                            .anyMatch(region -> makeRoom(region, buffer.size(), evictable) && buffer.moveInto(region));
        } finally {
            making.unlock();
        }
    }

    /** Evicts until there is room; whether there is now. What was evicted in vain stays so. */
    private boolean makeRoom(MemoryRegion region, long size, Evictable evictable) {
        boolean several = false;
        for (BufferObject victim : region.leastRecentFirst()) {
            if (region.fits(size)) {
                break;
            }
            if (victim.tryGet()) {
                if (evictable.contains(victim)) {
                    evict(victim);
                    if (several && device.has(ExhaustionDefect.RBW_047_FIRST_PAGE_LOST)) {
                        victim.memory().segment().asSlice(0, Abi.PAGE_SIZE).fill((byte) 0);
                    }
                    several = true;
                }
                victim.put();
            }
        }
        return region.fits(size);
    }

    /** What was in VRAM goes to system memory if that has room; what was there is swapped out. */
    private void evict(BufferObject victim) {
        if (!victim.purge() && !(victim.inVram() && victim.moveInto(regions.getFirst()))) {
            victim.leave();
        }
        device.vms().forEach(vm -> vm.evicted(victim));
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
