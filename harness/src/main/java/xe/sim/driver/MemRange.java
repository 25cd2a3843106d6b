// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.sim.driver.RangeQueryDefect.VMQ_013_PAT_INDEX_OF_THE_DEVICE;
import static xe.sim.driver.RangeQueryDefect.VMQ_014_ENTRIES_DIRTY;
import static xe.sim.driver.RangeQueryDefect.VMQ_020_ADVICE_NOT_SHOWN;
import static xe.sim.driver.RangeQueryDefect.VMQ_021_DONTNEED_SHOWN;

import xe.uapi.StructView;

/**
 * A mapping as VM_QUERY_MEM_RANGE_ATTRS tells it.
 */
record MemRange(long start, long end, Mapping mapping) {
    /** Fills a cleared struct drm_xe_mem_range_attr. */
    void write(XeDevice device, StructView entry) {
        Advice fresh = Advice.none(mapping.attributes().patIndex());
        Advice advice = device.has(VMQ_020_ADVICE_NOT_SHOWN) ? fresh : mapping.advice();
        boolean asBound = advice.patIndex() == mapping.attributes().patIndex();
        entry.set("start", start)
                .set("end", end)
                .set("preferred_mem_loc.devmem_fd", advice.devmemFd())
                .set("preferred_mem_loc.migration_policy", advice.migrationPolicy())
                .set("atomic.val", advice.atomic())
                .set("pat_index.val", asBound && device.has(VMQ_013_PAT_INDEX_OF_THE_DEVICE) ? 0 : advice.patIndex());
        if (device.has(VMQ_014_ENTRIES_DIRTY)) {
            entry.set("pat_index.reserved", 0xa5);
        }
        if (advice.dontNeed() && device.has(VMQ_021_DONTNEED_SHOWN)) {
            entry.set("reserved[0]", 1);
        }
    }
}
