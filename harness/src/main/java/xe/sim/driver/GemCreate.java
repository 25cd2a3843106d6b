// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.GemDefect.GEM_001_LAST_PAD_IGNORED;
import static xe.sim.driver.GemDefect.GEM_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.GemDefect.GEM_003_NO_PLACEMENT_ACCEPTED;
import static xe.sim.driver.GemDefect.GEM_004_UNKNOWN_REGION_ACCEPTED;
import static xe.sim.driver.GemDefect.GEM_005_UNKNOWN_FLAG_ACCEPTED;
import static xe.sim.driver.GemDefect.GEM_006_HANDLE_IGNORED;
import static xe.sim.driver.GemDefect.GEM_007_SIZE_ZERO_ENOMEM;
import static xe.sim.driver.GemDefect.GEM_008_SIZE_ROUNDED_UP;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_SCANOUT;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.uapi.StructView;

/**
 * GEM_CREATE ({@code xe_gem_create_ioctl()}).
 */
final class GemCreate implements IoctlHandler {
    private static final int FLAGS = 0xf;
    private static final int SYSTEM = 1;
    private static final long BIG_PAGE = 65536;

    @Override
    public long handle(XeFile file, StructView args) {
        XeDevice device = file.device();
        long refused = check(device, args);
        if (refused != 0) {
            return refused;
        }
        XeVm owner = null;
        if (args.getInt("vm_id") != 0) {
            owner = file.vms().get(args.getInt("vm_id"));
            if (owner == null) {
                return ENOENT.negated(); // GEM-015
            }
        }
        BufferObject buffer = buffer(device, args, owner);
        long result = allocate(device, buffer);
        if (result == 0) {
            result = UserExtensions.walk(
                    device.machine().memory(), args.get("extensions"), (property, value) -> pxp(property, value));
        }
        if (result != 0) {
            buffer.put();
            return result;
        }
        args.set("handle", file.handles().add(buffer));
        return 0;
    }

    /** GEM-001 to GEM-013, in this order. */
    private static long check(XeDevice device, StructView args) {
        int placement = args.getInt("placement");
        int flags = args.getInt("flags");
        long caching = args.get("cpu_caching");
        boolean vram = (placement & ~SYSTEM) != 0;
        if (nonZero(device, args) || (placement == 0 && !device.has(GEM_003_NO_PLACEMENT_ACCEPTED))) {
            return EINVAL.negated();
        }
        boolean unknown = (placement & ~device.memory().placements()) != 0;
        if (unknown && !device.has(GEM_004_UNKNOWN_REGION_ACCEPTED)) {
            return EINVAL.negated();
        }
        if ((flags & ~FLAGS) != 0 && !device.has(GEM_005_UNKNOWN_FLAG_ACCEPTED)) {
            return EINVAL.negated();
        }
        if (args.get("handle") != 0 && !device.has(GEM_006_HANDLE_IGNORED)) {
            return EINVAL.negated();
        }
        if (args.get("size") == 0) {
            return device.has(GEM_007_SIZE_ZERO_ENOMEM) ? ENOMEM.negated() : EINVAL.negated();
        }
        if (args.get("size") % Abi.PAGE_SIZE != 0 && !device.has(GEM_008_SIZE_ROUNDED_UP)) {
            return EINVAL.negated();
        }
        boolean xe2 = device.profile().graphicsVersion() >= 2000;
        if ((flags & DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION) != 0 && !xe2) {
            return EOPNOTSUPP.negated(); // GEM-009
        }
        if ((flags & DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM) != 0 && !vram) {
            return EINVAL.negated();
        }
        if (caching != DRM_XE_GEM_CPU_CACHING_WB && caching != DRM_XE_GEM_CPU_CACHING_WC) {
            return EINVAL.negated();
        }
        boolean needsWc = vram || (flags & DRM_XE_GEM_CREATE_FLAG_SCANOUT) != 0;
        return needsWc && caching == DRM_XE_GEM_CPU_CACHING_WB ? EINVAL.negated() : 0; // GEM-012, GEM-013
    }

    private static boolean nonZero(XeDevice device, StructView args) {
        return args.get("pad[0]") != 0
                || args.get("pad[1]") != 0
                || (args.get("pad[2]") != 0 && !device.has(GEM_001_LAST_PAD_IGNORED))
                || args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(GEM_002_SECOND_RESERVED_IGNORED));
    }

    private static BufferObject buffer(XeDevice device, StructView args, @Nullable XeVm owner) {
        return new BufferObject(
                device,
                (args.get("size") + Abi.PAGE_SIZE - 1) / Abi.PAGE_SIZE * Abi.PAGE_SIZE,
                args.getInt("placement"),
                args.getInt("cpu_caching"),
                args.getInt("flags"),
                owner);
    }

    /** GEM-020 to GEM-027, in this order. */
    private static long allocate(XeDevice device, BufferObject buffer) {
        boolean bigPages = device.profile().discrete() && device.profile().vramPage() == BIG_PAGE;
        if (bigPages && buffer.mayBeInVram() && buffer.size() % BIG_PAGE != 0) {
            return EINVAL.negated(); // GEM-020
        }
        boolean fits = Long.compareUnsigned(buffer.size(), DeviceMemory.OFFSET_SPACE) <= 0;
        if (!fits || !buffer.reserveOffset()) {
            return ENOSPC.negated(); // GEM-022
        }
        if (!buffer.mayBeInVram() && buffer.size() > system(device)) {
            return ENOMEM.negated(); // GEM-025, GEM-026
        }
        if (buffer.has(DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING)) {
            return 0;
        }
        if (buffer.mayBeInVram() && buffer.size() > largestVram(device, buffer.placement())) {
            return E2BIG.negated(); // GEM-023
        }
        return buffer.populate() ? 0 : ENOMEM.negated(); // GEM-027
    }

    private static long system(XeDevice device) {
        return device.memory().regions().getFirst().totalSize();
    }

    private static long largestVram(XeDevice device, int placement) {
        return device.memory().regions().stream()
                .filter(region -> region.vram() && (placement & 1 << region.instance()) != 0)
                .mapToLong(MemoryRegion::totalSize)
                .max()
                .orElse(0);
    }

    /** GEM-030 to GEM-033; no profile has content protection. */
    private static long pxp(int property, long value) {
        if (property != DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE || value > 1 || value < 0) {
            return EINVAL.negated();
        }
        return value == 0 ? 0 : ENODEV.negated();
    }
}
