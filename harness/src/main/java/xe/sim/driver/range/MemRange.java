// SPDX-License-Identifier: MIT
package xe.sim.driver.range;

import static xe.sim.driver.range.RangeQueryDefect.VMQ_013_PAT_INDEX_CUT;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_014_ENTRIES_DIRTY;
import static xe.sim.driver.range.RangeQueryDefect.VMQ_021_DONTNEED_SHOWN;

import xe.sim.driver.device.Advice;
import xe.sim.driver.device.Mapping;
import xe.sim.driver.device.XeDevice;
import xe.uapi.StructView;

/**
 * A mapping as VM_QUERY_MEM_RANGE_ATTRS tells it.
 */
record MemRange(long start, long end, Mapping mapping) {
    private static final int LOW_BITS = 7;

    /**
     * Fills a cleared struct drm_xe_mem_range_attr.
     *
     * @param moded the range whose atomic mode is told: this one, but for a defect
     */
    void write(XeDevice device, StructView entry, MemRange moded) {
        Advice advice = mapping.advice();
        boolean fresh = advice.patIndex() == mapping.attributes().patIndex();
        int cut = fresh && device.has(VMQ_013_PAT_INDEX_CUT) ? LOW_BITS : -1;
        entry.set("start", start)
                .set("end", end)
                .set("preferred_mem_loc.devmem_fd", advice.devmemFd())
                .set("preferred_mem_loc.migration_policy", advice.migrationPolicy())
                .set("atomic.val", moded.mapping().advice().atomic())
                .set("pat_index.val", advice.patIndex() & cut);
        if (device.has(VMQ_014_ENTRIES_DIRTY)) {
            entry.set("pat_index.reserved", 0xa5);
        }
        if (advice.dontNeed() && device.has(VMQ_021_DONTNEED_SHOWN)) {
            entry.set("reserved[0]", 1);
        }
    }
}
