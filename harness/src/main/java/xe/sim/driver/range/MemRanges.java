// SPDX-License-Identifier: MIT
package xe.sim.driver.range;

import static xe.sim.driver.range.RangeQueryDefect.VMQ_012_CLIPPED_TO_THE_QUERY;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_016_EMPTY_RANGE_FINDS_NOTHING;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_017_WRAPPED_RANGE_FINDS_ALL;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_022_DEFERRED_NOT_LISTED;

import java.util.ArrayList;
import java.util.List;
import xe.sim.driver.device.Mapping;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeVm;

/**
 * The mappings of a VM that a range of 64-bit addresses touches, as {@code drm_gpuvm_for_each_va_range()} finds them.
 */
record MemRanges(XeVm vm) {
    /**
     * The first mapping that [start, start + range - 1] touches, and those after it that begin before start + range. The sums
     * wrap: only a mapping that contains both ends is found then (VMQ-016, VMQ-017).
     */
    List<MemRange> touching(long start, long range) {
        XeDevice device = vm.device();
        long end = start + range;
        boolean wraps = Long.compareUnsigned(end, start) < 0;
        if (wraps && device.has(VMQ_017_WRAPPED_RANGE_FINDS_ALL)) {
            end = -1;
        }
        List<MemRange> found = new ArrayList<>();
        for (Mapping mapping : vm.mappings().all()) {
            boolean touches = below(mapping.start(), end)
                    && below(start, mapping.end())
                    && (!found.isEmpty() || !below(end - 1, mapping.start()));
            boolean hidden = (range == 0 && device.has(VMQ_016_EMPTY_RANGE_FINDS_NOTHING))
                    || (deferred(mapping) && device.has(VMQ_022_DEFERRED_NOT_LISTED));
            if (touches && !hidden) {
                found.add(told(mapping, start, end));
            }
        }
        return found;
    }

    /** A mirror has no page table entries of its own. */
    private static boolean deferred(Mapping mapping) {
        return !mapping.present() && mapping.kind() != Mapping.Kind.CPU_MIRROR;
    }

    private static boolean below(long address, long limit) {
        return Long.compareUnsigned(address, limit) < 0;
    }

    private MemRange told(Mapping mapping, long start, long end) {
        long from = mapping.start();
        long to = mapping.end();
        if (vm.device().has(VMQ_012_CLIPPED_TO_THE_QUERY)) {
            from = Math.max(from, start);
            to = below(end, to) ? end : to;
        }
        return new MemRange(from, to, mapping);
    }
}
