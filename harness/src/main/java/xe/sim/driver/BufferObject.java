// SPDX-License-Identifier: MIT
package xe.sim.driver;

import org.jspecify.annotations.Nullable;
import xe.sim.drm.GemObject;
import xe.sim.gpu.GpuPages;
import xe.sim.gpu.MemoryPages;
import xe.sim.os.SharedMemory;

/**
 * A buffer object ({@code struct xe_bo}). Its pages come into being when they are first used.
 */
final class BufferObject extends GemObject {
    private final DeviceMemory home;
    private final long size;
    private final int placement;
    private final int caching;
    private final int flags;
    private final @Nullable XeVm owner;
    private final PurgeState purgeState;

    private long offset;
    private @Nullable MemoryRegion region;
    private @Nullable SharedMemory memory;

    /**
     * @param size in bytes
     * @param placement one bit for each region that may hold it
     * @param caching DRM_XE_GEM_CPU_CACHING_*
     * @param flags DRM_XE_GEM_CREATE_FLAG_*
     * @param owner the only VM that may map it; null for a buffer that can be shared
     */
    BufferObject(XeDevice device, long size, int placement, int caching, int flags, @Nullable XeVm owner) {
        this.home = device.memory();
        this.size = size;
        this.placement = placement;
        this.caching = caching;
        this.flags = flags;
        this.owner = owner;
        this.purgeState = new PurgeState(device);
        if (owner != null) {
            owner.hold();
        }
    }

    long size() {
        return size;
    }

    int placement() {
        return placement;
    }

    boolean mayBeInVram() {
        return (placement & ~1) != 0;
    }

    int caching() {
        return caching;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    @Nullable
    XeVm owner() {
        return owner;
    }

    PurgeState purgeState() {
        return purgeState;
    }

    /** Where the DRM file maps it. */
    synchronized long offset() {
        return offset;
    }

    /** Reserves the mmap offset; false if there is no room for it. */
    synchronized boolean reserveOffset() {
        offset = home.reserve(this);
        return offset != 0;
    }

    /** Charges the buffer to the first region of its placement that has room, VRAM first; false if none has. */
    synchronized boolean populate() {
        if (region != null) {
            return true;
        }
        for (int i = home.regions().size() - 1; i >= 0; i--) {
            if ((placement & 1 << i) != 0 && home.regions().get(i).take(size)) {
                region = home.regions().get(i);
                return true;
            }
        }
        return false;
    }

    synchronized SharedMemory memory() {
        if (memory == null) {
            memory = SharedMemory.allocate(size);
        }
        return memory;
    }

    GpuPages pages() {
        return new MemoryPages(memory().segment());
    }

    @Override
    protected synchronized void free() {
        if (offset != 0) {
            home.release(offset);
        }
        if (region != null) {
            region.giveBack(size);
        }
        if (memory != null) {
            memory.close();
        }
        if (owner != null) {
            owner.drop();
        }
    }
}
