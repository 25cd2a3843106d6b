// SPDX-License-Identifier: MIT
package xe.sim.driver.gem;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.device.LifetimeDefect.LIF_002_BUFFERS_OF_OTHER_FILES;
import static xe.sim.driver.device.LifetimeDefect.LIF_005_OFFSET_EINVAL;
import static xe.sim.driver.device.LifetimeDefect.LIF_010_BUFFER_ENDS_WITH_VM;
import static xe.sim.driver.device.PurgeDefect.MMO_011_DONTNEED_REFUSED;
import static xe.sim.driver.gem.GemDefect.MMO_001_EXTENSIONS_IGNORED;
import static xe.sim.driver.gem.GemDefect.MMO_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.gem.GemDefect.MMO_003_UNKNOWN_FLAG_ACCEPTED;
import static xe.sim.driver.gem.GemDefect.MMO_004_BARRIER_ENOENT;
import static xe.sim.driver.gem.GemDefect.MMO_005_HANDLE_OF_BARRIER_IGNORED;
import static xe.sim.driver.gem.GemDefect.MMO_006_BARRIER_AT_4_GIB;
import static xe.sim.driver.gem.GemDefect.MMO_007_UNKNOWN_HANDLE_EINVAL;
import static xe.sim.driver.gem.GemDefect.MMO_008_LOW_OFFSET;
import static xe.sim.driver.gem.GemDefect.MMO_009_OFFSET_JUDGED;
import static xe.sim.driver.gem.GemDefect.MMO_010_OFFSETS_OVERLAP;
import static xe.uapi.DrmXeGemMmapOffset.DRM_XE_MMAP_OFFSET_FLAG_PCI_BARRIER;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.driver.device.BufferMmap;
import xe.sim.driver.device.BufferObject;
import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.drm.GemObject;
import xe.uapi.StructView;

/**
 * GEM_MMAP_OFFSET ({@code xe_gem_mmap_offset_ioctl()}).
 */
public final class GemMmapOffset implements IoctlHandler {
    private static final long LOW_BITS = 0xffff_ffffL;

    @Override
    public long handle(XeFile file, StructView args) {
        XeDevice device = file.device();
        if (args.get("extensions") != 0 && !device.has(MMO_001_EXTENSIONS_IGNORED)) {
            return EINVAL.negated();
        }
        if (args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(MMO_002_SECOND_RESERVED_IGNORED))) {
            return EINVAL.negated();
        }
        long flags = args.get("flags");
        if ((flags & ~DRM_XE_MMAP_OFFSET_FLAG_PCI_BARRIER) != 0 && !device.has(MMO_003_UNKNOWN_FLAG_ACCEPTED)) {
            return EINVAL.negated();
        }
        if ((flags & DRM_XE_MMAP_OFFSET_FLAG_PCI_BARRIER) != 0) {
            return barrier(device, file, args);
        }
        if (args.get("offset") != 0 && device.has(MMO_009_OFFSET_JUDGED)) {
            return EINVAL.negated();
        }
        BufferObject buffer = buffer(file, args.getInt("handle"));
        if (buffer == null) {
            boolean einval = device.has(MMO_007_UNKNOWN_HANDLE_EINVAL) || device.has(LIF_005_OFFSET_EINVAL);
            return einval ? EINVAL.negated() : ENOENT.negated();
        }
        if (!buffer.purgeState().needed() && device.has(MMO_011_DONTNEED_REFUSED)) {
            return EBUSY.negated();
        }
        long off = device.has(MMO_010_OFFSETS_OVERLAP) && args.getInt("handle") == 2 ? Abi.PAGE_SIZE : 0;
        long offset = buffer.offset() - off;
        args.set("offset", device.has(MMO_008_LOW_OFFSET) ? offset & LOW_BITS : offset);
        return 0;
    }

    private static long barrier(XeDevice device, XeFile file, StructView args) {
        if (!device.profile().discrete()) {
            return device.has(MMO_004_BARRIER_ENOENT) ? ENOENT.negated() : EINVAL.negated();
        }
        if (args.get("handle") != 0 && !device.has(MMO_005_HANDLE_OF_BARRIER_IGNORED)) {
            return EINVAL.negated();
        }
        file.askedForBarrier();
        args.set("offset", device.has(MMO_006_BARRIER_AT_4_GIB) ? 1L << Integer.SIZE : BufferMmap.BARRIER_OFFSET);
        return 0;
    }

    private static @Nullable BufferObject buffer(XeFile file, int handle) {
        XeDevice device = file.device();
        GemObject found = file.handles().get(handle);
        if (found == null && device.has(LIF_002_BUFFERS_OF_OTHER_FILES)) {
            for (XeFile other : device.files()) {
                found = found == null ? other.handles().get(handle) : found;
            }
        }
        if (!(found instanceof BufferObject buffer)) {
            return null;
        }
        XeVm owner = buffer.owner();
        return owner != null && owner.closed() && device.has(LIF_010_BUFFER_ENDS_WITH_VM) ? null : buffer;
    }
}
