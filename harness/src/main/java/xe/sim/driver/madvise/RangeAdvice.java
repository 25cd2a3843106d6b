// SPDX-License-Identifier: MIT
package xe.sim.driver.madvise;

import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.device.PurgeDefect.MAD_057_DONTNEED_IS_NOT_RETAINED;
import static xe.sim.driver.device.PurgeDefect.MAD_058_PURGED_IS_RETAINED;
import static xe.sim.driver.device.PurgeDefect.MAD_059_ONLY_BUFFERS;
import static xe.sim.driver.madvise.MadviseDefect.MAD_028_ANY_MAPPING_TAKES_A_LOCATION;
import static xe.sim.driver.madvise.MadviseDefect.MAD_029_POLICY_NOT_STORED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_032_CPU_ANYWHERE;
import static xe.sim.driver.madvise.MadviseDefect.MAD_033_DEVICE_ANYWHERE;
import static xe.sim.driver.madvise.MadviseDefect.MAD_034_GLOBAL_ANYWHERE;
import static xe.sim.driver.madvise.MadviseDefect.MAD_035_UNDEFINED_REFUSED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_036_USERPTR_TAKES_ANY_MODE;
import static xe.sim.driver.madvise.MadviseDefect.MAD_037_MODE_OF_ALL_MAPPINGS;
import static xe.sim.driver.madvise.MadviseDefect.MAD_042_IMPORTED_NOT_CHECKED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_042_MEMORY_OF_THE_PROCESS_NOT_CHECKED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_042_WRITE_BACK_NOT_CHECKED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_043_WRITE_COMBINED_REFUSED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_044_DISCRETE_CHECKED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_045_IMPORTED_NOT_CHECKED;
import static xe.sim.driver.madvise.MadviseDefect.MAD_045_ONE_WAY_IS_ENOUGH;
import static xe.sim.driver.madvise.MadviseDefect.MAD_046_COMPRESSION_CHECKED;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_CPU;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_DEVICE;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_GLOBAL;
import static xe.uapi.DrmXeMadvise.DRM_XE_ATOMIC_UNDEFINED;

import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.BufferObject;
import xe.sim.driver.device.Mapping;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.profile.PatTable;

/**
 * Sets an attribute of the mappings in a range, each type of MADVISE in its own way.
 *
 * @param hit every mapping that touches the range
 */
record RangeAdvice(XeVm vm, List<Mapping> hit) {
    private static final int SYSTEM = 1;

    /** MAD-028, MAD-029. */
    void setLocation(int fd, int policy) {
        int stored = vm.device().has(MAD_029_POLICY_NOT_STORED) ? 0 : policy;
        for (Mapping mapping : hit) {
            if (mapping.kind() == Mapping.Kind.CPU_MIRROR || vm.device().has(MAD_028_ANY_MAPPING_TAKES_A_LOCATION)) {
                mapping.advise(mapping.advice().withLocation(fd, stored));
            }
        }
    }

    /** MAD-032 to MAD-037: 0 or EINVAL. */
    long setAtomic(int mode) {
        if (!hit.stream().allMatch(mapping -> takesAtomic(mapping.attributes().buffer(), mode))) {
            return EINVAL.negated();
        }
        for (Mapping mapping : hit) {
            if (mapping.kind() != Mapping.Kind.USERPTR || userptrTakes(mode)) {
                mapping.advise(mapping.advice().withAtomic(mode));
            }
        }
        if (vm.device().has(MAD_037_MODE_OF_ALL_MAPPINGS)) {
            hit.forEach(mapping -> vm.mappings()
                    .of(mapping.attributes().buffer())
                    .forEach(same -> same.advise(same.advice().withAtomic(mode))));
        }
        return 0;
    }

    private boolean userptrTakes(int mode) {
        return (mode == DRM_XE_ATOMIC_DEVICE && vm.device().profile().systemAtomics())
                || vm.device().has(MAD_036_USERPTR_TAKES_ANY_MODE);
    }

    /** {@code check_bo_args_are_sane()}. */
    private boolean takesAtomic(@Nullable BufferObject buffer, int mode) {
        if (buffer == null) {
            return true;
        }
        XeDevice device = vm.device();
        boolean system = (buffer.placement() & SYSTEM) != 0;
        return switch (mode) {
            case DRM_XE_ATOMIC_UNDEFINED -> !device.has(MAD_035_UNDEFINED_REFUSED);
            case DRM_XE_ATOMIC_CPU -> system || device.has(MAD_032_CPU_ANYWHERE);
            case DRM_XE_ATOMIC_DEVICE ->
                buffer.mayBeInVram() || device.profile().systemAtomics() || device.has(MAD_033_DEVICE_ANYWHERE);
            case DRM_XE_ATOMIC_GLOBAL -> (system && buffer.mayBeInVram()) || device.has(MAD_034_GLOBAL_ANYWHERE);
            default -> true; // MAD_030_UNKNOWN_MODE_ACCEPTED
        };
    }

    /** MAD-042 to MAD-046: 0 or EINVAL. */
    long setPat(int index) {
        boolean incoherent = vm.device().profile().pat().coherency(index) == PatTable.Coherency.NONE;
        for (Mapping mapping : hit) {
            if ((incoherent && !takesIncoherent(mapping))
                    || !flushed(mapping, index)
                    || refusesCompression(mapping, index)) {
                return EINVAL.negated();
            }
        }
        hit.forEach(mapping -> mapping.advise(mapping.advice().withPat(index)));
        return 0;
    }

    /** {@code check_pat_args_are_sane()}: what the CPU caches may not be seen without its caches, unless memory is the device's own. */
    private boolean takesIncoherent(Mapping mapping) {
        XeDevice device = vm.device();
        BufferObject buffer = mapping.attributes().buffer();
        if (device.profile().discrete() && !device.has(MAD_044_DISCRETE_CHECKED)) {
            return true;
        }
        if (buffer != null && buffer.foreign()) {
            return device.has(MAD_042_IMPORTED_NOT_CHECKED);
        }
        if (buffer != null) {
            boolean cached = buffer.caching() == DRM_XE_GEM_CPU_CACHING_WB;
            return cached ? device.has(MAD_042_WRITE_BACK_NOT_CHECKED) : !device.has(MAD_043_WRITE_COMBINED_REFUSED);
        }
        return mapping.kind() == Mapping.Kind.NULL || device.has(MAD_042_MEMORY_OF_THE_PROCESS_NOT_CHECKED);
    }

    /** MAD-045. */
    private boolean flushed(Mapping mapping, int index) {
        BufferObject buffer = mapping.attributes().buffer();
        if (buffer != null && buffer.foreign() && !vm.device().has(MAD_045_IMPORTED_NOT_CHECKED)) {
            return vm.device().profile().flushesForCpu(index);
        }
        boolean ofProcess = mapping.kind() == Mapping.Kind.USERPTR || mapping.kind() == Mapping.Kind.CPU_MIRROR;
        return !ofProcess
                || vm.device().profile().flushesForCpu(index)
                || vm.device().has(MAD_045_ONE_WAY_IS_ENOUGH);
    }

    /** What VM_BIND refuses and MADVISE does not (MAD-046). */
    private boolean refusesCompression(Mapping mapping, int index) {
        BufferObject buffer = mapping.attributes().buffer();
        boolean uncompressed = buffer != null && buffer.has(DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION);
        return vm.device().has(MAD_046_COMPRESSION_CHECKED)
                && vm.device().profile().pat().compressed().contains(index)
                && (uncompressed || mapping.kind() == Mapping.Kind.USERPTR);
    }

    /** MAD-057 to MAD-063: whether no buffer in the range was purged. */
    boolean setPurgeable(boolean dontNeed) {
        boolean retained = true;
        for (Mapping mapping : hit) {
            BufferObject buffer = mapping.attributes().buffer();
            if (buffer == null) {
                retained &= !vm.device().has(MAD_059_ONLY_BUFFERS);
            } else if (buffer.purgeState().purged()) {
                retained &= vm.device().has(MAD_058_PURGED_IS_RETAINED);
            } else {
                mapping.advisePurgeable(buffer, dontNeed);
                retained &= !dontNeed || !vm.device().has(MAD_057_DONTNEED_IS_NOT_RETAINED);
            }
        }
        return retained;
    }
}
