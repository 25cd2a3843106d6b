// SPDX-License-Identifier: MIT
package xe.sim.driver.madvise;

import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOLINK;
import static xe.sim.driver.madvise.MadviseDefect.MAD_007_END_NOT_LIMITED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_008_CANONICAL_START_REFUSED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_009_NOTHING_MAPPED_ENOENT;
import static xe.sim.driver.madvise.MadviseDefect.MAD_010_BANNED_VM_ACCEPTED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_024_UNKNOWN_FD_EBADF;
import static xe.sim.driver.madvise.MadviseDefect.MAD_026_UNKNOWN_INSTANCE_EINVAL;
import static xe.sim.driver.madvise.MadviseDefect.MAD_047_ANY_VM_TAKES_DEVICE_MEMORY;
import static xe.sim.driver.madvise.MadviseDefect.MAD_070_BUFFERS_SPLIT;
import static xe.sim.driver.madvise.MadviseDefect.MAD_071_NOTHING_SPLITS;
import static xe.sim.driver.madvise.MadviseDefect.MAD_072_PART_OF_A_USERPTR;
import static xe.sim.driver.madvise.MadviseDefect.MAD_073_LARGER_RANGE_EFAULT;
import static xe.uapi.DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_ATOMIC;
import static xe.uapi.DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_PAT;
import static xe.uapi.DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_PREFERRED_LOC;
import static xe.uapi.DrmXeMadvise.DRM_XE_VMA_ATTR_PURGEABLE_STATE;

import java.util.ArrayList;
import java.util.List;
import xe.sim.driver.device.Mapping;
import xe.sim.driver.device.MemoryRegion;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.os.OpenFile;
import xe.uapi.StructView;

/**
 * One MADVISE whose arguments are sane, with the VM's lock held for writing.
 */
final class MadviseRun {
    private final XeVm vm;
    private final XeDevice device;
    private final StructView args;
    private boolean retained = true;

    MadviseRun(XeVm vm, StructView args) {
        this.vm = vm;
        this.device = vm.device();
        this.args = args;
    }

    /** Whether no buffer in the range was purged. */
    boolean retained() {
        return retained;
    }

    /** 0 or a negated errno. */
    long run() {
        if (vm.closedOrBanned() && !device.has(MAD_010_BANNED_VM_ACCEPTED)) {
            return ENOENT.negated();
        }
        int type = args.getInt("type");
        if (type == DRM_XE_MEM_RANGE_ATTR_PREFERRED_LOC) {
            long refused = checkLocation(args.getInt("preferred_mem_loc.devmem_fd"));
            if (refused != 0) {
                return refused;
            }
        }
        long size = 1L << device.profile().vaBits();
        long start = args.get("start") & (size - 1); // MAD-008
        if (start != args.get("start") && device.has(MAD_008_CANONICAL_START_REFUSED)) {
            return EINVAL.negated();
        }
        long range = args.get("range");
        boolean fits = Long.compareUnsigned(range, size) <= 0 && start + range <= size;
        if (!fits && !device.has(MAD_007_END_NOT_LIMITED)) {
            return EINVAL.negated();
        }
        return advise(type, start, fits ? start + range : size);
    }

    private long advise(int type, long start, long end) {
        long refused = split(start, end);
        if (refused != 0) {
            return refused;
        }
        List<Mapping> hit = vm.mappings().overlapping(start, end);
        if (hit.isEmpty()) {
            return device.has(MAD_009_NOTHING_MAPPED_ENOENT) ? ENOENT.negated() : 0;
        }
        RangeAdvice advice = new RangeAdvice(vm, hit);
        switch (type) {
            case DRM_XE_MEM_RANGE_ATTR_PREFERRED_LOC ->
                advice.setLocation(
                        args.getInt("preferred_mem_loc.devmem_fd"), args.getInt("preferred_mem_loc.migration_policy"));
            case DRM_XE_MEM_RANGE_ATTR_ATOMIC -> refused = advice.setAtomic(args.getInt("atomic.val"));
            case DRM_XE_MEM_RANGE_ATTR_PAT -> refused = advice.setPat(args.getInt("pat_index.val"));
            case DRM_XE_VMA_ATTR_PURGEABLE_STATE ->
                retained = advice.setPurgeable(args.get("purge_state_val.val") == 1);
            default -> {} // MAD_005_UNKNOWN_TYPE_ACCEPTED
        }
        return refused;
    }

    /**
     * Splits mappings without a buffer at the limits of the range (MAD-070, MAD-071, MAD-073). The piece of a userptr would
     * begin at address 0 of the process, so it cannot be pinned: EFAULT (MAD-072).
     */
    private long split(long start, long end) {
        for (Mapping mapping : vm.mappings().overlapping(start, end)) {
            boolean whole = mapping.start() >= start && mapping.end() <= end;
            boolean larger = whole && (mapping.start() > start || mapping.end() < end);
            if (mapping.kind() == Mapping.Kind.USERPTR && pieceFails(whole, larger)) {
                return EFAULT.negated();
            }
        }
        for (Mapping mapping : vm.mappings().overlapping(start, end)) {
            boolean whole = mapping.start() >= start && mapping.end() <= end;
            if (!whole && splits(mapping)) {
                vm.mappings().split(mapping, pieces(mapping, start, end));
            }
        }
        return 0;
    }

    private boolean pieceFails(boolean whole, boolean larger) {
        return whole ? larger && device.has(MAD_073_LARGER_RANGE_EFAULT) : !device.has(MAD_072_PART_OF_A_USERPTR);
    }

    private boolean splits(Mapping mapping) {
        return mapping.kind() == Mapping.Kind.BUFFER
                ? device.has(MAD_070_BUFFERS_SPLIT)
                : !device.has(MAD_071_NOTHING_SPLITS);
    }

    private static List<Mapping> pieces(Mapping mapping, long start, long end) {
        long from = Math.max(start, mapping.start());
        long to = Math.min(end, mapping.end());
        List<Mapping> pieces = new ArrayList<>();
        if (mapping.start() < from) {
            pieces.add(mapping.part(mapping.start(), from));
        }
        pieces.add(mapping.part(from, to));
        if (to < mapping.end()) {
            pieces.add(mapping.part(to, mapping.end()));
        }
        return pieces;
    }

    /** MAD-024 to MAD-027, MAD-047: a DRM file of xe, and a region of its memory that this VM can reach. */
    private long checkLocation(int fd) {
        if (fd <= 0) {
            return 0;
        }
        OpenFile file = device.machine().files().get(fd);
        if (file == null) {
            return device.has(MAD_024_UNKNOWN_FD_EBADF) ? EBADF.negated() : ENOENT.negated();
        }
        try {
            if (!(file instanceof XeFile other)) {
                return ENOENT.negated();
            }
            int instance = args.getInt("preferred_mem_loc.region_instance");
            List<MemoryRegion> regions = other.device().memory().regions();
            if (instance == 0 || instance >= regions.size()) {
                return device.has(MAD_026_UNKNOWN_INSTANCE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
            }
        } finally {
            file.put();
        }
        return vm.faultMode() || device.has(MAD_047_ANY_VM_TAKES_DEVICE_MEMORY) ? 0 : ENOLINK.negated();
    }
}
