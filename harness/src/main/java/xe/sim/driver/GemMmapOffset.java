// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.GemDefect.MMO_001_EXTENSIONS_IGNORED;
import static xe.sim.driver.GemDefect.MMO_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.GemDefect.MMO_003_UNKNOWN_FLAG_ACCEPTED;
import static xe.uapi.DrmXeGemMmapOffset.DRM_XE_MMAP_OFFSET_FLAG_PCI_BARRIER;

import xe.uapi.StructView;

/**
 * GEM_MMAP_OFFSET ({@code xe_gem_mmap_offset_ioctl()}).
 */
final class GemMmapOffset implements IoctlHandler {
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
            if (!device.profile().discrete() || args.get("handle") != 0) {
                return EINVAL.negated(); // MMO-004, MMO-005
            }
            args.set("offset", BufferMmap.BARRIER_OFFSET);
            return 0;
        }
        if (!(file.handles().get(args.getInt("handle")) instanceof BufferObject buffer)) {
            return ENOENT.negated(); // MMO-007
        }
        args.set("offset", buffer.offset());
        return 0;
    }
}
