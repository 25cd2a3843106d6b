// SPDX-License-Identifier: MIT
package xe.sim.driver.range;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOBUFS;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_001_VECTOR_OF_NOTHING_ACCEPTED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_002_NO_VECTOR_EFAULT;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_003_LARGER_ENTRIES_ACCEPTED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_004_UNKNOWN_VM_ENOENT;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_005_RESERVED_JUDGED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_006_COUNT_WITHOUT_SIZE;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_007_EMPTY_ANSWER_ACCEPTED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_008_TOO_FEW_TRUNCATED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_009_NUMBER_NOT_REWRITTEN;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_010_ANY_NUMBER_ACCEPTED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_011_BAD_VECTOR_IGNORED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_015_MUST_BE_ALIGNED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_018_RANGE_LIMITED;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_020_FIRST_FOR_ALL;

import java.lang.foreign.MemorySegment;
import java.util.List;
import xe.kernel.Abi;
import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.extension.ExtensionDefect;
import xe.uapi.DrmXeMemRangeAttr;
import xe.uapi.StructView;

/**
 * VM_QUERY_MEM_RANGE_ATTRS ({@code xe_vm_query_vmas_attrs_ioctl()}).
 */
public final class QueryMemRanges implements IoctlHandler {
    private static final int ENTRY = DrmXeMemRangeAttr.STRUCT.size();
    /** All entries are one allocation of at most 2^31 - 1 bytes. */
    private static final long MOST = Integer.MAX_VALUE / ENTRY;

    @Override
    public long handle(XeFile file, StructView args) {
        XeDevice device = file.device();
        long refused = checkSizes(device, args);
        if (refused != 0) {
            return refused;
        }
        XeVm vm = file.vms().get(args.getInt("vm_id"));
        if (vm == null) {
            return device.has(VMQ_004_UNKNOWN_VM_ENOENT) ? ENOENT.negated() : EINVAL.negated();
        }
        if (judged(device, args)) {
            return EINVAL.negated();
        }
        vm.lock().readLock().lock();
        try {
            List<MemRange> found = new MemRanges(vm).touching(args.get("start"), args.get("range"));
            return args.get("num_mem_ranges") == 0 ? count(device, args, found) : list(device, args, found);
        } finally {
            vm.lock().readLock().unlock();
        }
    }

    /** VMQ-001 to VMQ-003, VMQ-007. */
    private static long checkSizes(XeDevice device, StructView args) {
        long size = args.get("sizeof_mem_range_attr");
        boolean vector = args.get("vector_of_mem_attr") != 0;
        if (args.get("num_mem_ranges") == 0) {
            boolean sized = size != 0 && !(size == ENTRY && device.has(VMQ_007_EMPTY_ANSWER_ACCEPTED));
            boolean told = vector && !device.has(VMQ_001_VECTOR_OF_NOTHING_ACCEPTED);
            return sized || told ? EINVAL.negated() : 0;
        }
        if (!vector) {
            return device.has(VMQ_002_NO_VECTOR_EFAULT) ? EFAULT.negated() : EINVAL.negated();
        }
        boolean larger = size > ENTRY && device.has(VMQ_003_LARGER_ENTRIES_ACCEPTED);
        return size == ENTRY || larger ? 0 : EINVAL.negated();
    }

    /** What the driver leaves alone (EXT-015, VMQ-005, VMQ-015, VMQ-018), and a defect does not. */
    private static boolean judged(XeDevice device, StructView args) {
        boolean odd = args.get("start") % Abi.PAGE_SIZE != 0;
        long size = 1L << device.profile().vaBits();
        boolean large = Long.compareUnsigned(args.get("range"), size) > 0;
        return (args.get("reserved[1]") != 0 && device.has(VMQ_005_RESERVED_JUDGED))
                || (args.get("extensions") != 0 && device.has(ExtensionDefect.EXT_015_RANGES_JUDGE_EXTENSIONS))
                || (odd && device.has(VMQ_015_MUST_BE_ALIGNED))
                || (large && device.has(VMQ_018_RANGE_LIMITED));
    }

    /** VMQ-006. */
    private static long count(XeDevice device, StructView args, List<MemRange> found) {
        args.set("num_mem_ranges", found.size());
        args.set("sizeof_mem_range_attr", device.has(VMQ_006_COUNT_WITHOUT_SIZE) ? 0 : ENTRY);
        return 0;
    }

    /** VMQ-008 to VMQ-011. */
    private static long list(XeDevice device, StructView args, List<MemRange> found) {
        long room = args.get("num_mem_ranges");
        if (room > MOST && !device.has(VMQ_010_ANY_NUMBER_ACCEPTED)) {
            return ENOBUFS.negated();
        }
        if (found.size() > room && !device.has(VMQ_008_TOO_FEW_TRUNCATED)) {
            return ENOSPC.negated();
        }
        int written = (int) Math.min(room, found.size());
        if (!device.has(VMQ_009_NUMBER_NOT_REWRITTEN)) {
            args.set("num_mem_ranges", written);
        }
        byte[] entries = new byte[written * ENTRY];
        for (int i = 0; i < written; i++) {
            MemorySegment at = MemorySegment.ofArray(entries).asSlice((long) i * ENTRY, ENTRY);
            int told = device.has(VMQ_020_FIRST_FOR_ALL) ? 0 : i;
            found.get(i).write(device, new StructView(DrmXeMemRangeAttr.STRUCT, at), found.get(told));
        }
        boolean copied = device.machine().memory().putBytes(args.get("vector_of_mem_attr"), entries);
        return copied || device.has(VMQ_011_BAD_VECTOR_IGNORED) ? 0 : EFAULT.negated();
    }
}
