// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EPERM;
import static xe.sim.driver.device.PurgeDefect.MAD_061_EXPORT_NEEDS_NOTHING;
import static xe.sim.driver.device.PurgeDefect.PRM_005_PURGED_BUSY;
import static xe.sim.drm.HandleDefect.GEM_016_NOT_SHAREABLE;
import static xe.sim.drm.HandleDefect.PRM_003_PRIVATE_BUFFER_SHARED;
import static xe.sim.drm.HandleDefect.PRM_004_UNNEEDED_BUFFER_SHARED;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;
import xe.sim.drm.GemObject;
import xe.sim.drm.HeapBuffer;
import xe.sim.gpu.GpuPages;
import xe.sim.gpu.MemoryPages;
import xe.sim.os.SharedMemory;

/**
 * A buffer object ({@code struct xe_bo}). Its pages come into being when they are first used.
 */
public final class BufferObject extends GemObject {
    private final DeviceMemory home;
    private final long size;
    private final int placement;
    private final int caching;
    private final int flags;
    private final @Nullable XeVm owner;
    private final PurgeState purgeState;
    private final XeFile creator;
    private final @Nullable HeapBuffer foreign;

    private long offset;
    private @Nullable MemoryRegion region;
    private boolean placed;
    private @Nullable SharedMemory memory;

    /**
     * @param creator the file that asked for it
     * @param size in bytes
     * @param placement one bit for each region that may hold it
     * @param caching DRM_XE_GEM_CPU_CACHING_*
     * @param flags DRM_XE_GEM_CREATE_FLAG_*
     * @param owner the only VM that may map it; null for a buffer that can be shared
     */
    public BufferObject(XeFile creator, long size, int placement, int caching, int flags, @Nullable XeVm owner) {
        this(creator, size, placement, caching, flags, owner, null);
    }

    private BufferObject(
            XeFile creator,
            long size,
            int placement,
            int caching,
            int flags,
            @Nullable XeVm owner,
            @Nullable HeapBuffer foreign) {
        this.creator = creator;
        this.home = creator.device().memory();
        this.size = size;
        this.placement = placement;
        this.caching = caching;
        this.flags = flags;
        this.owner = owner;
        this.foreign = foreign;
        this.purgeState = new PurgeState(creator.device());
        if (owner != null) {
            owner.hold();
        }
    }

    /**
     * {@code xe_gem_prime_import()} of what another exported: nobody knows how its CPU mappings are cached. Null if there is no room.
     */
    static @Nullable BufferObject imported(XeFile file, HeapBuffer foreign) {
        BufferObject buffer = new BufferObject(file, foreign.size(), 1, 0, 0, null, foreign);
        foreign.get();
        if (buffer.reserveOffset()) {
            return buffer;
        }
        buffer.put();
        return null;
    }

    /** Whether the memory is another's. */
    public boolean foreign() {
        return foreign != null;
    }

    @Override
    protected GemObject origin() {
        return foreign == null ? this : foreign;
    }

    XeFile creator() {
        return creator;
    }

    public long size() {
        return size;
    }

    public int placement() {
        return placement;
    }

    public boolean mayBeInVram() {
        return (placement & ~1) != 0;
    }

    public int caching() {
        return caching;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    @Nullable
    public XeVm owner() {
        return owner;
    }

    public PurgeState purgeState() {
        return purgeState;
    }

    /** Where the DRM file maps it. */
    public synchronized long offset() {
        return offset;
    }

    /** Reserves the mmap offset; false if there is no room for it. */
    public synchronized boolean reserveOffset() {
        offset = home.reserve(this);
        return offset != 0;
    }

    /**
     * Sees to it that the buffer is where it may be: {@code xe_bo_validate()}. False if there is no room, and none can be made.
     */
    public boolean populate(Evictable evictable) {
        return home.place(this, evictable);
    }

    /** For the process's own access, which leaves the buffer wherever it went. */
    boolean populateForCpu() {
        synchronized (this) {
            if (placed) {
                return true;
            }
        }
        return populate(Evictable.ANY);
    }

    /** Whether it is in a region of its placement. */
    synchronized boolean resident() {
        return region != null && mayBeIn(region);
    }

    synchronized boolean inVram() {
        return region != null && region.vram();
    }

    boolean mayBeIn(MemoryRegion there) {
        return (placement & 1 << there.instance()) != 0;
    }

    /** Moves into a region that has room; false if this one has none. */
    synchronized boolean moveInto(MemoryRegion there) {
        if (!there.admit(this)) {
            return false;
        }
        leave();
        region = there;
        placed = true;
        return true;
    }

    /** Goes where it counts in no region: memory of the kernel that no GPU reaches. */
    synchronized void leave() {
        if (region != null) {
            region.dismiss(this);
            region = null;
        }
    }

    /** Lets the content go if nobody needs it: {@code xe_bo_shrink()}; whether it has gone. */
    @CanIgnoreReturnValue
    synchronized boolean purge() {
        if (region != null && purgeState.purge()) {
            leave();
            return true;
        }
        return false;
    }

    public synchronized SharedMemory memory() {
        if (foreign != null) {
            return foreign.memory();
        }
        if (memory == null) {
            memory = SharedMemory.allocate(size);
        }
        return memory;
    }

    GpuPages pages() {
        return new MemoryPages(memory().segment());
    }

    /** {@code xe_gem_prime_export()}; an export counts as a mapping that needs the content. */
    @Override
    protected long export() {
        XeDevice device = creator.device();
        if ((owner != null && !device.has(PRM_003_PRIVATE_BUFFER_SHARED)) || device.has(GEM_016_NOT_SHAREABLE)) {
            return EPERM.negated();
        }
        long purgeable = purgeState.refusal(PRM_004_UNNEEDED_BUFFER_SHARED, PRM_005_PURGED_BUSY);
        if (purgeable == 0 && !device.has(MAD_061_EXPORT_NEEDS_NOTHING)) {
            purgeState.need();
        }
        return purgeable;
    }

    @Override
    protected void exportEnds() {
        if (!creator.device().has(MAD_061_EXPORT_NEEDS_NOTHING)) {
            purgeState.release();
        }
    }

    @Override
    protected synchronized void free() {
        if (offset != 0) {
            home.release(offset);
        }
        leave();
        if (memory != null) {
            memory.close();
        }
        if (foreign != null) {
            foreign.put();
        }
        if (owner != null) {
            owner.drop();
        }
    }
}
