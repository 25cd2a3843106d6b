// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.List;
import java.util.function.Consumer;
import xe.drm.DrmFile;
import xe.drm.Syncobj;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeSync;
import xe.uapi.StructView;

/**
 * An array of struct drm_xe_sync that ends right before memory which cannot be read.
 */
final class SyncEntries implements AutoCloseable {
    private static final int SIZE = DrmXeSync.STRUCT.size();

    private final NativeMemory memory;
    private final int count;

    private SyncEntries(DrmFile file, List<Consumer<StructView>> entries) {
        this.memory = NativeMemory.allocate(file.kernel(), (long) SIZE * entries.size());
        this.count = entries.size();
        for (int i = 0; i < count; i++) {
            entries.get(i).accept(entry(i));
        }
    }

    static SyncEntries of(DrmFile file, Consumer<StructView> entry) {
        return of(file, List.of(entry));
    }

    static SyncEntries of(DrmFile file, Consumer<StructView> first, Consumer<StructView> second) {
        return of(file, List.of(first, second));
    }

    static SyncEntries of(
            DrmFile file, Consumer<StructView> first, Consumer<StructView> second, Consumer<StructView> third) {
        return of(file, List.of(first, second, third));
    }

    static SyncEntries of(DrmFile file, List<Consumer<StructView>> entries) {
        return new SyncEntries(file, entries);
    }

    static Consumer<StructView> waitFor(Syncobj syncobj) {
        return plain(syncobj.handle(), 0);
    }

    static Consumer<StructView> signal(Syncobj syncobj) {
        return plain(syncobj.handle(), DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL);
    }

    private static Consumer<StructView> plain(int handle, int flags) {
        return entry -> entry.set("type", DrmXeSync.DRM_XE_SYNC_TYPE_SYNCOBJ)
                .set("handle", handle)
                .set("flags", flags);
    }

    static Consumer<StructView> waitFor(Syncobj timeline, long point) {
        return timeline(timeline.handle(), point, 0);
    }

    static Consumer<StructView> signal(Syncobj timeline, long point) {
        return timeline(timeline.handle(), point, DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL);
    }

    private static Consumer<StructView> timeline(int handle, long point, int flags) {
        return entry -> entry.set("type", DrmXeSync.DRM_XE_SYNC_TYPE_TIMELINE_SYNCOBJ)
                .set("handle", handle)
                .set("timeline_value", point)
                .set("flags", flags);
    }

    static Consumer<StructView> userFence(long address, long value) {
        return entry -> entry.set("type", DrmXeSync.DRM_XE_SYNC_TYPE_USER_FENCE)
                .set("flags", DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL)
                .set("addr", address)
                .set("timeline_value", value);
    }

    /** The entry at {@code index}, to be changed. */
    StructView entry(int index) {
        return new StructView(DrmXeSync.STRUCT, memory.segment().asSlice((long) SIZE * index, SIZE));
    }

    /** Makes a request take these entries. */
    void into(StructView request) {
        request.set("num_syncs", count).set("syncs", memory.address());
    }

    long address() {
        return memory.address();
    }

    @Override
    public void close() {
        memory.close();
    }
}
