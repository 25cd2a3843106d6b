// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A memory region of a device: system memory, or the VRAM of one tile.
 */
public final class MemoryRegion {
    private final int instance;
    private final long pageSize;
    private final long totalSize;
    private final long visibleSize;
    private final AtomicLong used = new AtomicLong();

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

    /** Bytes that buffers hold. */
    public long used() {
        return used.get();
    }

    /** Takes {@code size} bytes; false if the region has not that many left. */
    boolean take(long size) {
        if (used.addAndGet(size) <= totalSize) {
            return true;
        }
        used.addAndGet(-size);
        return false;
    }

    void giveBack(long size) {
        used.addAndGet(-size);
    }
}
