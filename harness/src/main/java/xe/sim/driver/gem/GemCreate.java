// SPDX-License-Identifier: MIT
package xe.sim.driver.gem;

import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.device.LifetimeDefect.LIF_001_NUMBERS_SHARED_BY_KINDS;
import static xe.sim.driver.device.LifetimeDefect.LIF_008_NUMBERS_CYCLIC;
import static xe.sim.driver.gem.GemDefect.GEM_001_LAST_PAD_IGNORED;
import static xe.sim.driver.gem.GemDefect.GEM_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.gem.GemDefect.GEM_003_NO_PLACEMENT_ACCEPTED;
import static xe.sim.driver.gem.GemDefect.GEM_004_UNKNOWN_REGION_ACCEPTED;
import static xe.sim.driver.gem.GemDefect.GEM_005_UNKNOWN_FLAG_ACCEPTED;
import static xe.sim.driver.gem.GemDefect.GEM_006_HANDLE_IGNORED;
import static xe.sim.driver.gem.GemDefect.GEM_007_SIZE_ZERO_ENOMEM;
import static xe.sim.driver.gem.GemDefect.GEM_008_SIZE_ROUNDED_UP;
import static xe.sim.driver.gem.GemDefect.GEM_009_HINT_EINVAL;
import static xe.sim.driver.gem.GemDefect.GEM_010_SYSTEM_MEMORY_IS_VISIBLE;
import static xe.sim.driver.gem.GemDefect.GEM_011_ANY_CACHING;
import static xe.sim.driver.gem.GemDefect.GEM_012_CACHED_VRAM;
import static xe.sim.driver.gem.GemDefect.GEM_013_CACHED_SCANOUT;
import static xe.sim.driver.gem.GemDefect.GEM_014_NO_SCANOUT;
import static xe.sim.driver.gem.GemDefect.GEM_015_UNKNOWN_VM_EINVAL;
import static xe.sim.driver.gem.GemDefect.GEM_020_PART_OF_A_BIG_PAGE;
import static xe.sim.driver.gem.GemDefect.GEM_021_BIG_PAGES_EVERYWHERE;
import static xe.sim.driver.gem.GemDefect.GEM_022_TOO_LARGE_ENOMEM;
import static xe.sim.driver.gem.GemDefect.GEM_023_FALLS_BACK;
import static xe.sim.driver.gem.GemDefect.GEM_024_WHOLE_VRAM_IS_VISIBLE;
import static xe.sim.driver.gem.GemDefect.GEM_026_DEFERRED_IS_NOT_CHARGED;
import static xe.sim.driver.gem.GemDefect.GEM_026_DEFERRED_SIZE_JUDGED;
import static xe.sim.driver.gem.GemDefect.GEM_030_UNKNOWN_PROPERTY_IGNORED;
import static xe.sim.driver.gem.GemDefect.GEM_031_NONE_NEEDS_PXP;
import static xe.sim.driver.gem.GemDefect.GEM_032_UNKNOWN_TYPE_ENODEV;
import static xe.sim.driver.gem.GemDefect.GEM_033_ABSENT_IGNORED;
import static xe.sim.driver.gem.GemDefect.GEM_040_FIRST_HANDLE_IS_2;
import static xe.sim.driver.gem.GemDefect.GEM_041_SIZE_REWRITTEN;
import static xe.sim.driver.gem.GemDefect.GEM_042_HANDLE_OF_REFUSED_BUFFER;
import static xe.sim.driver.gem.GemDefect.GEM_043_NOT_CLEARED;
import static xe.sim.driver.gem.GemDefect.GEM_044_DEFER_AND_VISIBLE_REFUSED;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_SCANOUT;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.driver.device.BufferObject;
import xe.sim.driver.device.DeviceMemory;
import xe.sim.driver.device.Evictable;
import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.extension.ExtensionDefect;
import xe.sim.driver.extension.UserExtensions;
import xe.uapi.StructView;

/**
 * GEM_CREATE ({@code xe_gem_create_ioctl()}).
 */
public final class GemCreate implements IoctlHandler {
    private static final int FLAGS = 0xf;
    private static final int SYSTEM = 1;
    private static final long BIG_PAGE = 65536;
    private static final long HUGE_PAGE = 2 << 20;

    @Override
    public long handle(XeFile file, StructView args) {
        XeDevice device = file.device();
        long refused = check(device, args);
        if (refused != 0) {
            if (device.has(GEM_042_HANDLE_OF_REFUSED_BUFFER)) {
                args.set("handle", args.get("handle") + 1);
            }
            return refused;
        }
        XeVm owner = null;
        if (args.getInt("vm_id") != 0) {
            owner = file.vms().get(args.getInt("vm_id"));
            if (owner == null) {
                return device.has(GEM_015_UNKNOWN_VM_EINVAL) ? EINVAL.negated() : ENOENT.negated();
            }
        }
        BufferObject buffer = buffer(file, args, owner);
        long result = device.has(ExtensionDefect.EXT_013_CHAIN_FIRST) ? extend(device, args) : 0;
        if (result == 0) {
            result = allocate(device, buffer);
        }
        if (result == 0) {
            result = extend(device, args);
        }
        if (result != 0) {
            buffer.put();
            return result;
        }
        if (device.has(GEM_041_SIZE_REWRITTEN)) {
            args.set("size", Math.max(args.get("size"), HUGE_PAGE));
        }
        if (device.has(GEM_043_NOT_CLEARED)) {
            long some = Math.min(buffer.size(), HUGE_PAGE); // the host has not as much memory as a device
            buffer.memory().segment().asSlice(0, some).fill((byte) 0x5a);
        }
        args.set("handle", number(file, buffer));
        return 0;
    }

    /** GEM-040. */
    private static int number(XeFile file, BufferObject buffer) {
        XeDevice device = file.device();
        if (device.has(LIF_008_NUMBERS_CYCLIC)) {
            return file.handles().addLast(buffer);
        }
        int first = device.has(GEM_040_FIRST_HANDLE_IS_2) ? 2 : 1;
        while (device.has(LIF_001_NUMBERS_SHARED_BY_KINDS) && file.vms().get(first) != null) {
            first++;
        }
        return file.handles().add(buffer, first);
    }

    private static long extend(XeDevice device, StructView args) {
        long first = args.get("extensions");
        boolean expected = first == 0 && device.has(ExtensionDefect.EXT_001_CHAIN_EXPECTED);
        return expected
                ? EFAULT.negated()
                : UserExtensions.walk(device, first, (property, value) -> pxp(device, property, value));
    }

    /** GEM-001 to GEM-014, in this order. */
    private static long check(XeDevice device, StructView args) {
        int placement = args.getInt("placement");
        int flags = args.getInt("flags");
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
        return checkKind(device, args);
    }

    /** GEM-009 to GEM-014, in this order. */
    private static long checkKind(XeDevice device, StructView args) {
        int flags = args.getInt("flags");
        long caching = args.get("cpu_caching");
        boolean vram = (args.getInt("placement") & ~SYSTEM) != 0;
        boolean scanout = (flags & DRM_XE_GEM_CREATE_FLAG_SCANOUT) != 0;
        boolean xe2 = device.profile().graphicsVersion() >= 2000;
        if ((flags & DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION) != 0 && !xe2) {
            return device.has(GEM_009_HINT_EINVAL) ? EINVAL.negated() : EOPNOTSUPP.negated();
        }
        boolean visible = (flags & DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM) != 0;
        boolean deferred = (flags & DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING) != 0;
        if ((visible && !vram && !device.has(GEM_010_SYSTEM_MEMORY_IS_VISIBLE))
                || (visible && deferred && device.has(GEM_044_DEFER_AND_VISIBLE_REFUSED))) {
            return EINVAL.negated();
        }
        boolean known = caching == DRM_XE_GEM_CPU_CACHING_WB || caching == DRM_XE_GEM_CPU_CACHING_WC;
        if (!known && !device.has(GEM_011_ANY_CACHING)) {
            return EINVAL.negated();
        }
        boolean needsWc =
                (vram && !device.has(GEM_012_CACHED_VRAM)) || (scanout && !device.has(GEM_013_CACHED_SCANOUT));
        boolean cached = needsWc && caching == DRM_XE_GEM_CPU_CACHING_WB;
        return cached || (scanout && !cached && device.has(GEM_014_NO_SCANOUT)) ? EINVAL.negated() : 0;
    }

    private static boolean nonZero(XeDevice device, StructView args) {
        return args.get("pad[0]") != 0
                || args.get("pad[1]") != 0
                || (args.get("pad[2]") != 0 && !device.has(GEM_001_LAST_PAD_IGNORED))
                || args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(GEM_002_SECOND_RESERVED_IGNORED));
    }

    private static BufferObject buffer(XeFile file, StructView args, @Nullable XeVm owner) {
        return new BufferObject(
                file,
                (args.get("size") + Abi.PAGE_SIZE - 1) / Abi.PAGE_SIZE * Abi.PAGE_SIZE,
                args.getInt("placement"),
                args.getInt("cpu_caching"),
                args.getInt("flags"),
                owner);
    }

    /** GEM-020 to GEM-027, in this order. */
    private static long allocate(XeDevice device, BufferObject buffer) {
        boolean bigPages = device.profile().discrete() && device.profile().vramPage() == BIG_PAGE;
        boolean big = buffer.mayBeInVram()
                ? !device.has(GEM_020_PART_OF_A_BIG_PAGE)
                : device.has(GEM_021_BIG_PAGES_EVERYWHERE);
        if (bigPages && big && buffer.size() % BIG_PAGE != 0) {
            return EINVAL.negated(); // GEM-020, GEM-021
        }
        boolean fits = Long.compareUnsigned(buffer.size(), DeviceMemory.OFFSET_SPACE) <= 0;
        if (!fits || !buffer.reserveOffset()) {
            return device.has(GEM_022_TOO_LARGE_ENOMEM) ? ENOMEM.negated() : ENOSPC.negated();
        }
        boolean deferred = buffer.has(DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING);
        boolean uncharged = deferred && device.has(GEM_026_DEFERRED_IS_NOT_CHARGED);
        if (!buffer.mayBeInVram() && buffer.size() > system(device) && !uncharged) {
            return ENOMEM.negated(); // GEM-025, GEM-026
        }
        if (deferred && !device.has(GEM_026_DEFERRED_SIZE_JUDGED)) {
            return 0;
        }
        boolean fallsBack = (buffer.placement() & SYSTEM) != 0 && device.has(GEM_023_FALLS_BACK);
        if (buffer.mayBeInVram() && !fallsBack && buffer.size() > largestVram(device, buffer)) {
            return E2BIG.negated(); // GEM-023, GEM-024
        }
        return buffer.populate(Evictable.ANY) ? 0 : ENOMEM.negated(); // GEM-027
    }

    private static long system(XeDevice device) {
        return device.memory().regions().getFirst().totalSize();
    }

    /** The largest buffer that is possible: one that the CPU has to see is no larger than what it sees. */
    private static long largestVram(XeDevice device, BufferObject buffer) {
        boolean visible =
                buffer.has(DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM) && !device.has(GEM_024_WHOLE_VRAM_IS_VISIBLE);
        return device.memory().regions().stream()
                .filter(region -> region.vram() && (buffer.placement() & 1 << region.instance()) != 0)
                .mapToLong(region -> visible ? region.visibleSize() : region.totalSize())
                .max()
                .orElse(0);
    }

    /** GEM-030 to GEM-033; no profile has content protection. */
    private static long pxp(XeDevice device, int property, long value) {
        if (property != DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE) {
            return device.has(GEM_030_UNKNOWN_PROPERTY_IGNORED) ? 0 : EINVAL.negated();
        }
        if (value == 0) {
            return device.has(GEM_031_NONE_NEEDS_PXP) ? ENODEV.negated() : 0;
        }
        if (value != 1 && !device.has(GEM_032_UNKNOWN_TYPE_ENODEV)) {
            return EINVAL.negated();
        }
        return device.has(GEM_033_ABSENT_IGNORED) ? 0 : ENODEV.negated();
    }
}
