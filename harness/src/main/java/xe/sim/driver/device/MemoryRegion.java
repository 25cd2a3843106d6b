// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A memory region of a device: system memory, or the VRAM of one tile ({@code ttm_resource_manager}).
 *
 * <p>Its monitor is the innermost lock.
 */
public final class MemoryRegion {
    private final int instance;
    private final long pageSize;
    private final long totalSize;
    private final long visibleSize;
    /** The buffers that are here and can be moved, the one that came first in front ({@code man->lru}). */
    private final Set<BufferObject> resident = new LinkedHashSet<>();

    private long used;

    /**
     * @param instance 0 for system memory; the bit of a placement mask
     * @param pageSize the smallest page in bytes
     * @param totalSize in bytes
     * @param visibleSize how much of that the CPU sees, if it is VRAM
     */
    MemoryRegion(int instance, long pageSize, long totalSize, long visibleSize) {
        this.instance = instance;
        this.pageSize = pageSize;
        this.totalSize = totalSize;
        this.visibleSize = visibleSize;
    }

    public int instance() {
        return instance;
    }

    public boolean vram() {
        return instance != 0;
    }

    public long pageSize() {
        return pageSize;
    }

    public long totalSize() {
        return totalSize;
    }

    public long visibleSize() {
        return visibleSize;
    }

    /** Bytes that buffers and contexts hold. */
    public synchronized long used() {
        return used;
    }

    /** Takes bytes that nothing can move away; false if the region has not that many left. */
    synchronized boolean pin(long size) {
        if (!fits(size)) {
            return false;
        }
        used += size;
        return true;
    }

    synchronized void unpin(long size) {
        used -= size;
    }

    /** Takes a buffer in; false if there is no room. */
    synchronized boolean admit(BufferObject buffer) {
        return pin(buffer.size()) && resident.add(buffer);
    }

    /** The buffer is here no more. */
    synchronized void dismiss(BufferObject buffer) {
        if (resident.remove(buffer)) {
            unpin(buffer.size());
        }
    }

    synchronized boolean fits(long size) {
        return size <= totalSize - used;
    }

    /** What can be moved, in the order in which it would be. */
    synchronized List<BufferObject> leastRecentFirst() {
        return List.copyOf(resident);
    }
}
