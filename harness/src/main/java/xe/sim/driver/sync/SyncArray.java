// SPDX-License-Identifier: MIT
package xe.sim.driver.sync;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.uapi.DrmXeSync.DRM_XE_MAX_SYNCS;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_TYPE_SYNCOBJ;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_TYPE_USER_FENCE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.drm.DmaFence;
import xe.sim.drm.Syncobj;
import xe.uapi.DrmXeSync;
import xe.uapi.StructView;

/**
 * The sync entries of one VM_BIND, EXEC or OA configuration ({@code xe_sync_entry_parse()}).
 */
public final class SyncArray {
    /** Where the entries come from. */
    public enum Caller {
        EXEC,
        BIND,
        /** A VM_BIND without operations, which takes no user fence. */
        EMPTY_BIND
    }

    /** A user fence: eight bytes of the process for VM_BIND, of the GPU for EXEC. */
    public record UserFenceEntry(long address, long value) {}

    /** A sync object to signal; point 0 for one that is no timeline. */
    private record Signal(Syncobj syncobj, long point) {}

    private final Set<Syncobj> waited = new HashSet<>();
    private final List<DmaFence> waits = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final List<UserFenceEntry> userFences = new ArrayList<>();

    /** What has to be signalled before the work starts. */
    public List<DmaFence> waits() {
        return waits;
    }

    public List<UserFenceEntry> userFences() {
        return userFences;
    }

    /** Hands the work's fence to the sync objects that are to be signalled. */
    public void signalWith(DmaFence fence) {
        for (Signal signal : signals) {
            if (signal.point == 0) {
                signal.syncobj.replace(fence);
            } else {
                signal.syncobj.add(signal.point, fence);
            }
        }
    }

    /**
     * Reads and checks {@code count} entries in order; 0 or the first negated errno.
     *
     * @param vm what the work is for, null for work without a VM
     */
    public long parse(XeFile file, @Nullable XeVm vm, Caller caller, long address, int count) {
        XeDevice device = file.device();
        if (count == DRM_XE_MAX_SYNCS && device.has(SyncDefect.SYN_002_LIMIT_IS_1023)) {
            return EINVAL.negated();
        }
        if (count == 0 && address != 0 && device.has(SyncDefect.SYN_003_NULL_ARRAY_EFAULT)) {
            return EFAULT.negated();
        }
        int size = DrmXeSync.STRUCT.size();
        for (int i = 0; i < count; i++) {
            MemorySegment bytes = MemorySegment.ofArray(new byte[size]);
            if (!device.machine().memory().copyFrom(address + (long) i * size, bytes)) {
                return device.has(SyncDefect.SYN_004_UNREADABLE_EINVAL) ? EINVAL.negated() : EFAULT.negated();
            }
            long result = parse(file, vm, caller, new StructView(DrmXeSync.STRUCT, bytes));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private long parse(XeFile file, @Nullable XeVm vm, Caller caller, StructView entry) {
        XeDevice device = file.device();
        boolean flags = (entry.get("flags") & ~DRM_XE_SYNC_FLAG_SIGNAL) != 0;
        if (flags && !device.has(SyncDefect.SYN_005_UNKNOWN_FLAG_ACCEPTED)) {
            return EINVAL.negated();
        }
        if (entry.get("reserved[0]") != 0
                || (entry.get("reserved[1]") != 0 && !device.has(SyncDefect.SYN_006_SECOND_RESERVED_IGNORED))
                || (entry.get("extensions") != 0 && device.has(SyncDefect.EXT_016_SYNC_EXTENSIONS_JUDGED))) {
            return EINVAL.negated();
        }
        boolean signal = (entry.get("flags") & DRM_XE_SYNC_FLAG_SIGNAL) != 0;
        return switch (entry.getInt("type")) {
            case DRM_XE_SYNC_TYPE_SYNCOBJ, DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ ->
                syncobj(file, vm, caller, entry, signal);
            case DRM_XE_SYNC_TYPE_USER_FENCE -> userFence(file, caller, entry, signal);
            default -> device.has(SyncDefect.SYN_007_UNKNOWN_TYPE_IGNORED) ? 0 : EINVAL.negated();
        };
    }

    private long syncobj(XeFile file, @Nullable XeVm vm, Caller caller, StructView entry, boolean signal) {
        boolean timeline = entry.getInt("type") == DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ;
        if (signal && vm != null && vm.longRunning() && !longRunningSignals(file.device(), caller)) {
            return EOPNOTSUPP.negated(); // SYN-010
        }
        XeDevice device = file.device();
        if (entry.get("addr") >>> 32 != 0 && !device.has(SyncDefect.SYN_011_HANDLE_CUT_TO_32_BITS)) {
            return EINVAL.negated();
        }
        long point = timeline ? entry.get("timeline_value") : 0;
        if (timeline && point == 0 && !device.has(SyncDefect.SYN_012_POINT_ZERO_IS_PLAIN)) {
            return EINVAL.negated();
        }
        if (!timeline
                && entry.get("timeline_value") != 0
                && device.has(SyncDefect.SYN_017_POINT_OF_PLAIN_OBJECT_JUDGED)) {
            return EINVAL.negated();
        }
        Syncobj syncobj = file.syncobjs().get(entry.getInt("handle"));
        if (syncobj == null) {
            return device.has(SyncDefect.SYN_013_UNKNOWN_HANDLE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        if (!signal) {
            waited.add(syncobj);
        } else if (waited.contains(syncobj) && device.has(SyncDefect.SYN_029_WAIT_AND_SIGNAL_REFUSED)) {
            return EINVAL.negated();
        }
        return signal ? addSignal(device, syncobj, point) : addWait(device, syncobj, timeline, point);
    }

    private static boolean longRunningSignals(XeDevice device, Caller caller) {
        return device.has(SyncDefect.SYN_010_SYNCOBJ_SIGNALS_FOR_LONG_RUNNING_VM)
                || (caller == Caller.EXEC && device.has(SyncDefect.EXE_017_LONG_RUNNING_SIGNALS))
                || (caller == Caller.BIND && device.has(SyncDefect.BND_130_LONG_RUNNING_BIND_SIGNALS));
    }

    private long addSignal(XeDevice device, Syncobj syncobj, long point) {
        boolean grows = Long.compareUnsigned(point, syncobj.submitted()) > 0;
        if (point != 0 && !grows && device.has(SyncDefect.SYN_018_POINT_MUST_GROW)) {
            return EINVAL.negated();
        }
        signals.add(new Signal(syncobj, point));
        return 0;
    }

    /** SYN-014 to SYN-016. */
    private long addWait(XeDevice device, Syncobj syncobj, boolean timeline, long point) {
        DmaFence fence = timeline && point != 0 ? syncobj.fence(point) : syncobj.fence();
        if (fence == null) {
            SyncDefect defect = SyncDefect.SYN_014_EMPTY_OBJECT_HAS_SIGNALLED;
            if (timeline) {
                defect = syncobj.fence() == null
                        ? SyncDefect.SYN_015_EMPTY_TIMELINE_HAS_SIGNALLED
                        : SyncDefect.SYN_016_LATER_POINT_HAS_SIGNALLED;
            }
            if (!device.has(defect)) {
                return EINVAL.negated();
            }
            fence = DmaFence.done();
        }
        waits.add(fence);
        return 0;
    }

    /** SYN-020 to SYN-026. */
    private long userFence(XeFile file, Caller caller, StructView entry, boolean signal) {
        XeDevice device = file.device();
        if (caller == Caller.EMPTY_BIND && !device.has(SyncDefect.SYN_021_EMPTY_BIND_TAKES_USER_FENCE)) {
            return EOPNOTSUPP.negated();
        }
        if (!signal) {
            return device.has(SyncDefect.SYN_020_USER_FENCE_IS_WAITED_FOR) ? 0 : EOPNOTSUPP.negated();
        }
        long address = entry.get("addr");
        if (address % Long.BYTES != 0 && !device.has(SyncDefect.SYN_022_ALIGNMENT_IGNORED)) {
            return EINVAL.negated();
        }
        boolean read = caller == Caller.EXEC
                ? device.has(SyncDefect.SYN_024_GPU_ADDRESS_READ)
                : !device.has(SyncDefect.SYN_023_UNREADABLE_USER_FENCE_ACCEPTED);
        if (read && device.machine().memory().getLong(address) == null) {
            return EFAULT.negated();
        }
        if (caller == Caller.EXEC && !userFences.isEmpty() && device.has(SyncDefect.SYN_026_EXEC_COUNTS_USER_FENCES)) {
            return EINVAL.negated();
        }
        userFences.add(new UserFenceEntry(address, entry.get("timeline_value")));
        return 0;
    }
}
