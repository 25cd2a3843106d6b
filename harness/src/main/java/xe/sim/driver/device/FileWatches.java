// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.device.RebindDefect.EVT_001_MARCH_LENGTH;
import static xe.sim.driver.device.RebindDefect.EVT_008_REPLAY;
import static xe.sim.driver.device.RebindDefect.EVT_022_SUBTYPE_ONE;
import static xe.sim.driver.device.SubscribeDefect.WQ_028_SECOND_CALL_UNSUBSCRIBES;
import static xe.sim.driver.device.SubscribeDefect.WQ_029_SECOND_CALL_CHANGES_ID;
import static xe.sim.driver.device.SubscribeDefect.WQ_055_PIPE_USED_ONCE;
import static xe.uapi.DrmXeWatchNotificationVmErr.DRM_XE_WATCH_EVENT_VM_ERR;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import xe.sim.pipe.WatchList;
import xe.sim.pipe.WatchQueue;
import xe.sim.pipe.WatchRecord;
import xe.uapi.DrmXeWatchNotificationVmErr;
import xe.uapi.StructView;
import xe.uapi.WatchNotification;

/**
 * The pipes that are subscribed to the events of one open file.
 */
public final class FileWatches {
    private static final int HEADER = WatchNotification.STRUCT.size();
    private static final int MARCH_PAYLOAD = 8;

    private final XeDevice device;
    private final WatchList list;
    private final Set<WatchQueue> queues = ConcurrentHashMap.newKeySet();
    private volatile byte @Nullable [] last;

    FileWatches(XeDevice device) {
        this.device = device;
        this.list = new WatchList(device.machine());
    }

    /** Subscribes a pipe: 0 or a negated errno (WQ-013 to WQ-027). */
    public long add(WatchQueue queue, int watchId) {
        if (device.has(WQ_055_PIPE_USED_ONCE) && device.usedPipes().contains(queue)) {
            return EINVAL.negated();
        }
        long result = list.add(queue, watchId);
        if (result == EBUSY.negated()) {
            return again(queue, watchId);
        }
        if (result == 0) {
            queues.add(queue);
        }
        byte[] missed = last;
        if (result == 0 && missed != null && device.has(EVT_008_REPLAY)) {
            list.post(WatchRecord.TYPE_DRM_XE_NOTIFY, DRM_XE_WATCH_EVENT_VM_ERR, missed);
        }
        return result;
    }

    /** WQ-014, WQ-028: EBUSY, whatever the id. */
    private long again(WatchQueue queue, int watchId) {
        if (device.has(WQ_029_SECOND_CALL_CHANGES_ID)) {
            list.remove();
            return list.add(queue, watchId);
        }
        if (device.has(WQ_028_SECOND_CALL_UNSUBSCRIBES)) {
            list.remove();
            return 0;
        }
        return EBUSY.negated();
    }

    /** Posts a VM error to every subscribed pipe. */
    void postVmError(int vmId, int code, long timestamp) {
        StructView record = new StructView(
                DrmXeWatchNotificationVmErr.STRUCT,
                MemorySegment.ofArray(new byte[DrmXeWatchNotificationVmErr.STRUCT.size()]));
        record.set("vm_id", vmId).set("error_code", code).set("timestamp_ns", timestamp);
        int size =
                device.has(EVT_001_MARCH_LENGTH) ? MARCH_PAYLOAD : record.type().size() - HEADER;
        byte[] payload = record.segment().asSlice(HEADER, size).toArray(JAVA_BYTE);
        last = payload;
        int subtype = device.has(EVT_022_SUBTYPE_ONE) ? 1 : DRM_XE_WATCH_EVENT_VM_ERR;
        list.post(WatchRecord.TYPE_DRM_XE_NOTIFY, subtype, payload);
    }

    /** Whether an event was posted. */
    boolean posted() {
        return last != null;
    }

    /** The file is gone: every pipe gets a removal record (WQ-040). */
    void remove() {
        list.remove();
        device.usedPipes().addAll(queues);
    }
}
