// SPDX-License-Identifier: MIT
package xe.sim.driver.madvise;

import static xe.sim.driver.device.PurgeDefect.MAD_050_UNKNOWN_STATE_ACCEPTED;
import static xe.sim.driver.device.PurgeDefect.MAD_051_PAD_IGNORED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_002_EXTENSIONS_JUDGED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_003_START_NOT_ALIGNED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_004_EMPTY_RANGE_ACCEPTED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_004_RANGE_NOT_ALIGNED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_005_UNKNOWN_TYPE_ACCEPTED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_006_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_020_NEGATIVE_FD_ACCEPTED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_021_INSTANCE_IGNORED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_022_UNKNOWN_POLICY_ACCEPTED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_023_RESERVED_IGNORED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_030_UNKNOWN_MODE_ACCEPTED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_031_PAD_IGNORED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_040_RESERVED_ENTRY_ACCEPTED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_041_RESERVED_IGNORED;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_CPU;
import static xe.uapi.DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_ATOMIC;
import static xe.uapi.DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_PAT;
import static xe.uapi.DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_PREFERRED_LOC;
import static xe.uapi.DrmXeMadvise.DRM_XE_MIGRATE_ONLY_SYSTEM_PAGES;
import static xe.uapi.DrmXeMadvise.DRM_XE_PREFERRED_LOC_DEFAULT_DEVICE;
import static xe.uapi.DrmXeMadvise.DRM_XE_PREFERRED_LOC_DEFAULT_SYSTEM;
import static xe.uapi.DrmXeMadvise.DRM_XE_VMA_ATTR_PURGEABLE_STATE;
import static xe.uapi.DrmXeMadvise.DRM_XE_VMA_PURGEABLE_STATE_DONTNEED;

import xe.kernel.Abi;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.profile.PatTable;
import xe.sim.os.Defect;
import xe.uapi.StructView;

/**
 * What MADVISE checks before it looks at the VM ({@code madvise_args_are_sane()}).
 */
record MadviseArguments(XeDevice device, StructView args) {
    /** MAD-003 to MAD-006 and the fields of the type; anything wrong is EINVAL. */
    boolean sane() {
        boolean typed = switch (args.getInt("type")) {
            case DRM_XE_MEM_RANGE_ATTR_PREFERRED_LOC -> location();
            case DRM_XE_MEM_RANGE_ATTR_ATOMIC -> atomic();
            case DRM_XE_MEM_RANGE_ATTR_PAT -> pat();
            case DRM_XE_VMA_ATTR_PURGEABLE_STATE -> purgeable();
            default -> device.has(MAD_005_UNKNOWN_TYPE_ACCEPTED);
        };
        return aligned()
                && typed
                && args.get("reserved[0]") == 0
                && zero("reserved[1]", MAD_006_SECOND_RESERVED_IGNORED)
                && (args.get("extensions") == 0 || !device.has(MAD_002_EXTENSIONS_JUDGED));
    }

    private boolean aligned() {
        long start = args.get("start");
        long range = args.get("range");
        return (start % Abi.PAGE_SIZE == 0 || device.has(MAD_003_START_NOT_ALIGNED))
                && (range % Abi.PAGE_SIZE == 0 || device.has(MAD_004_RANGE_NOT_ALIGNED))
                && (range != 0 || device.has(MAD_004_EMPTY_RANGE_ACCEPTED));
    }

    /** MAD-020 to MAD-023. */
    private boolean location() {
        int fd = args.getInt("preferred_mem_loc.devmem_fd");
        boolean none = fd <= DRM_XE_PREFERRED_LOC_DEFAULT_DEVICE;
        return (fd >= DRM_XE_PREFERRED_LOC_DEFAULT_SYSTEM || device.has(MAD_020_NEGATIVE_FD_ACCEPTED))
                && (!none || zero("preferred_mem_loc.region_instance", MAD_021_INSTANCE_IGNORED))
                && atMost(
                        "preferred_mem_loc.migration_policy",
                        DRM_XE_MIGRATE_ONLY_SYSTEM_PAGES,
                        MAD_022_UNKNOWN_POLICY_ACCEPTED)
                && zero("preferred_mem_loc.reserved", MAD_023_RESERVED_IGNORED);
    }

    /** MAD-030, MAD-031. */
    private boolean atomic() {
        return atMost("atomic.val", DRM_XE_ATOMIC_CPU, MAD_030_UNKNOWN_MODE_ACCEPTED)
                && zero("atomic.pad", MAD_031_PAD_IGNORED)
                && args.get("atomic.reserved") == 0;
    }

    /** MAD-040, MAD-041. */
    private boolean pat() {
        PatTable table = device.profile().pat();
        long index = args.get("pat_index.val");
        boolean reserved = index < table.count() && device.has(MAD_040_RESERVED_ENTRY_ACCEPTED);
        return index < table.count()
                && (table.valid((int) index) || reserved)
                && args.get("pat_index.pad") == 0
                && zero("pat_index.reserved", MAD_041_RESERVED_IGNORED);
    }

    /** MAD-050, MAD-051. */
    private boolean purgeable() {
        return atMost("purge_state_val.val", DRM_XE_VMA_PURGEABLE_STATE_DONTNEED, MAD_050_UNKNOWN_STATE_ACCEPTED)
                && zero("purge_state_val.pad", MAD_051_PAD_IGNORED);
    }

    private boolean atMost(String field, int largest, Defect unlimited) {
        return args.get(field) <= largest || device.has(unlimited);
    }

    private boolean zero(String field, Defect ignored) {
        return args.get(field) == 0 || device.has(ignored);
    }
}
