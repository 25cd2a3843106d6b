// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.ExecDefect.EXT_016_SYNC_EXTENSIONS_JUDGED;
import static xe.sim.driver.ExecDefect.SYN_005_UNKNOWN_FLAG_ACCEPTED;
import static xe.sim.driver.ExecDefect.SYN_006_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.ExecDefect.SYN_007_UNKNOWN_TYPE_IGNORED;
import static xe.sim.driver.ExecDefect.SYN_010_SYNCOBJ_SIGNALS_FOR_LONG_RUNNING_VM;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_TYPE_SYNCOBJ;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ;
import static xe.uapi.DrmXeSync.DRM_XE_SYNC_TYPE_USER_FENCE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import xe.sim.drm.DmaFence;
import xe.sim.drm.Syncobj;
import xe.uapi.DrmXeSync;
import xe.uapi.StructView;

/**
 * The sync entries of one VM_BIND or EXEC ({@code xe_sync_entry_parse()}).
 */
final class SyncArray {
    /** Where the entries come from. */
    enum Caller {
        EXEC,
        BIND,
        /** A VM_BIND without operations, which takes no user fence. */
        EMPTY_BIND
    }

    /** A user fence: eight bytes of the process for VM_BIND, of the GPU for EXEC. */
    record UserFenceEntry(long address, long value) {}

    /** A sync object to signal; point 0 for one that is no timeline. */
    private record Signal(Syncobj syncobj, long point) {}

    private final List<DmaFence> waits = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final List<UserFenceEntry> userFences = new ArrayList<>();

    /** What has to be signalled before the work starts. */
    List<DmaFence> waits() {
        return waits;
    }

    List<UserFenceEntry> userFences() {
        return userFences;
    }

    /** Hands the work's fence to the sync objects that are to be signalled. */
    void signalWith(DmaFence fence) {
        for (Signal signal : signals) {
            if (signal.point == 0) {
                signal.syncobj.replace(fence);
            } else {
                signal.syncobj.add(signal.point, fence);
            }
        }
    }

    /** Reads and checks {@code count} entries in order; 0 or the first negated errno. */
    long parse(XeFile file, XeVm vm, Caller caller, long address, int count) {
        int size = DrmXeSync.STRUCT.size();
        for (int i = 0; i < count; i++) {
            MemorySegment bytes = MemorySegment.ofArray(new byte[size]);
            if (!file.device().machine().memory().copyFrom(address + (long) i * size, bytes)) {
                return EFAULT.negated(); // SYN-004
            }
            long result = parse(file, vm, caller, new StructView(DrmXeSync.STRUCT, bytes));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private long parse(XeFile file, XeVm vm, Caller caller, StructView entry) {
        XeDevice device = file.device();
        boolean flags = (entry.get("flags") & ~DRM_XE_SYNC_FLAG_SIGNAL) != 0;
        if (flags && !device.has(SYN_005_UNKNOWN_FLAG_ACCEPTED)) {
            return EINVAL.negated();
        }
        if (entry.get("reserved[0]") != 0
                || (entry.get("reserved[1]") != 0 && !device.has(SYN_006_SECOND_RESERVED_IGNORED))
                || (entry.get("extensions") != 0 && device.has(EXT_016_SYNC_EXTENSIONS_JUDGED))) {
            return EINVAL.negated();
        }
        boolean signal = (entry.get("flags") & DRM_XE_SYNC_FLAG_SIGNAL) != 0;
        return switch (entry.getInt("type")) {
            case DRM_XE_SYNC_TYPE_SYNCOBJ, DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ -> syncobj(file, vm, entry, signal);
            case DRM_XE_SYNC_TYPE_USER_FENCE -> userFence(file, caller, entry, signal);
            default -> device.has(SYN_007_UNKNOWN_TYPE_IGNORED) ? 0 : EINVAL.negated();
        };
    }

    private long syncobj(XeFile file, XeVm vm, StructView entry, boolean signal) {
        boolean timeline = entry.getInt("type") == DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ;
        if (signal && vm.longRunning() && !file.device().has(SYN_010_SYNCOBJ_SIGNALS_FOR_LONG_RUNNING_VM)) {
            return EOPNOTSUPP.negated(); // SYN-010
        }
        if (entry.get("addr") >>> 32 != 0) {
            return EINVAL.negated(); // SYN-011
        }
        long point = timeline ? entry.get("timeline_value") : 0;
        if (timeline && point == 0) {
            return EINVAL.negated(); // SYN-012
        }
        Syncobj syncobj = file.syncobjs().get(entry.getInt("handle"));
        if (syncobj == null) {
            return ENOENT.negated(); // SYN-013
        }
        if (signal) {
            signals.add(new Signal(syncobj, point));
            return 0;
        }
        DmaFence fence = timeline ? syncobj.fence(point) : syncobj.fence();
        if (fence == null) {
            return EINVAL.negated(); // SYN-014 to SYN-016
        }
        waits.add(fence);
        return 0;
    }

    private long userFence(XeFile file, Caller caller, StructView entry, boolean signal) {
        if (caller == Caller.EMPTY_BIND || !signal) {
            return EOPNOTSUPP.negated(); // SYN-021, SYN-020
        }
        long address = entry.get("addr");
        if (address % Long.BYTES != 0) {
            return EINVAL.negated(); // SYN-022
        }
        if (caller == Caller.BIND && file.device().machine().memory().getLong(address) == null) {
            return EFAULT.negated(); // SYN-023
        }
        userFences.add(new UserFenceEntry(address, entry.get("timeline_value")));
        return 0;
    }
}
