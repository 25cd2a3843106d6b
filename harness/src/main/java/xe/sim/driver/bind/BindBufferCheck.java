// SPDX-License-Identifier: MIT
package xe.sim.driver.bind;

import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CHECK_PXP;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL;

import xe.sim.driver.device.BufferObject;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.profile.PatTable;

/**
 * The checks of one operation of VM_BIND against the address space and its buffer ({@code xe_vm_bind_ioctl_validate_bo()}).
 */
final class BindBufferCheck {
    private static final long BIG_PAGE = 65536;
    private static final int WORD = 64;

    private BindBufferCheck() {}

    /** What the driver takes an address for: itself (BND-068). */
    static BindOp addressed(XeDevice device, BindOp op) {
        int bits = device.profile().vaBits();
        boolean extended = op.address() << (WORD - bits) >> (WORD - bits) == op.address();
        return extended && device.has(BindOpDefect.BND_068_SIGN_EXTENSION_STRIPPED)
                ? op.at(op.address() & ((1L << bits) - 1))
                : op;
    }

    /** BND-065 to BND-067. */
    static boolean inRange(XeDevice device, BindOp op) {
        long size = 1L << device.profile().vaBits();
        boolean fits =
                Long.compareUnsigned(op.range(), size) <= 0 || device.has(BindOpDefect.BND_065_RANGE_NOT_LIMITED);
        boolean ends = Long.compareUnsigned(op.address(), size - op.range()) <= 0
                || device.has(BindOpDefect.BND_066_END_NOT_LIMITED);
        boolean last = op.end() == size && device.has(BindOpDefect.BND_067_LAST_PAGE_REFUSED);
        return fits && ends && !last;
    }

    /** BND-071 to BND-083: 0 or a negated errno. */
    static long against(XeDevice device, BindOp op, BufferObject buffer) {
        PatTable pat = device.profile().pat();
        boolean all = op.kind() == DRM_XE_VM_BIND_OP_UNMAP_ALL;
        boolean incoherent = pat.coherency(op.patIndex()) == PatTable.Coherency.NONE;
        boolean compressed = buffer.has(DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION)
                && pat.compressed().contains(op.patIndex())
                && !device.has(BindOpDefect.BND_071_COMPRESSION_FORCED);
        boolean fits = all || inside(device, op, buffer);
        boolean offset = !all
                || Long.compareUnsigned(op.offset(), buffer.size()) <= 0
                || device.has(BindOpDefect.BND_081_OFFSET_OF_UNMAP_ALL_IGNORED);
        boolean judged = !(all && device.has(BindOpDefect.BND_080_UNMAP_ALL_NOT_JUDGED));
        boolean wrong = compressed
                || !fits
                || !offset
                || smallPages(device, op, buffer)
                || (incoherent && judged && needsCoherency(device, buffer))
                || (buffer.foreign() && !fitsForeign(device, op))
                || (op.has(DRM_XE_VM_BIND_FLAG_CHECK_PXP)
                        && device.has(BindOpDefect.BND_083_CHECK_OF_PLAIN_BUFFER_FAILS));
        return wrong ? EINVAL.negated() : 0;
    }

    /** BND-072, BND-073. */
    private static boolean inside(XeDevice device, BindOp op, BufferObject buffer) {
        if (Long.compareUnsigned(op.range(), buffer.size()) > 0) {
            return device.has(BindOpDefect.BND_072_RANGE_PAST_BUFFER);
        }
        return Long.compareUnsigned(op.offset(), buffer.size() - op.range()) <= 0
                || device.has(BindOpDefect.BND_073_OFFSET_PAST_BUFFER);
    }

    /** BND-074, BND-075. */
    private static boolean smallPages(XeDevice device, BindOp op, BufferObject buffer) {
        boolean big = device.profile().discrete() && device.profile().vramPage() == BIG_PAGE;
        boolean small = (op.offset() | op.address() | op.range()) % BIG_PAGE != 0;
        BindOpDefect defect = buffer.mayBeInVram()
                ? BindOpDefect.BND_074_SMALL_PAGES_OF_VRAM
                : BindOpDefect.BND_075_BIG_PAGES_OF_SYSTEM;
        return big && small && buffer.mayBeInVram() != device.has(defect);
    }

    /** BND-079; and what BND-036 says of memory of the process. */
    private static boolean fitsForeign(XeDevice device, BindOp op) {
        boolean compressed = device.profile().pat().compressed().contains(op.patIndex());
        return (!compressed || device.has(BindOpDefect.BND_079_IMPORTED_COMPRESSED))
                && (device.profile().flushesForCpu(op.patIndex())
                        || device.has(BindOpDefect.BND_078_IMPORTED_INCOHERENT));
    }

    /** BND-076 to BND-078. */
    private static boolean needsCoherency(XeDevice device, BufferObject buffer) {
        if (buffer.foreign()) {
            return !device.has(BindOpDefect.BND_078_IMPORTED_INCOHERENT);
        }
        boolean cached = buffer.caching() == DRM_XE_GEM_CPU_CACHING_WB;
        BindOpDefect defect =
                cached ? BindOpDefect.BND_076_CACHED_INCOHERENT : BindOpDefect.BND_077_UNCACHED_NEEDS_COHERENCY;
        return cached != device.has(defect);
    }
}
