// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmSyncobjCreate;
import xe.uapi.DrmXeExec;
import xe.uapi.DrmXeSync;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** One entry of the sync array of EXEC: what must be zero, unknown flags and types. */
class SyncArrayTest {
    /** Hands on an entry that signals a sync object, and an EXEC without a batch that takes it. */
    private static void withEntry(DrmFile file, BiConsumer<StructView, GoodRequest> check) {
        Outcome created = file.ioctl(DrmSyncobjCreate.DRM_IOCTL_SYNCOBJ_CREATE, request -> {});
        created.orThrow();
        ExecQueue queue = file.createVm(0).createQueue();
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), DrmXeSync.STRUCT.size())) {
            StructView entry = new StructView(DrmXeSync.STRUCT, memory.segment())
                    .set("type", DrmXeSync.DRM_XE_SYNC_TYPE_SYNCOBJ)
                    .set("flags", DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL)
                    .set("handle", created.answer().getInt("handle"));
            check.accept(
                    entry,
                    new GoodRequest(
                            file,
                            DrmXeExec.DRM_IOCTL_XE_EXEC,
                            request -> request.set("exec_queue_id", queue.id())
                                    .set("num_syncs", 1)
                                    .set("syncs", memory.address())));
        }
    }

    private static void refused(DrmFile file, String field, long value, long good) {
        withEntry(file, (entry, exec) -> {
            entry.set(field, value);
            assertThat(exec.send()).failsWith(EINVAL);

            entry.set(field, good);
            assertThat(exec.send()).succeeds();
        });
    }

    static Stream<Integer> unknownFlags() {
        return GoodRequest.flagsFrom(1);
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeSync.STRUCT, "reserved");
    }

    static Stream<String> extensions() {
        return DrmXeSync.STRUCT.slots(CField.Zero.UNCHECKED).stream().filter(slot -> slot.equals("extensions"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownFlags")
    @Rule("SYN-005")
    void anUnknownFlagGivesEinval(int flag, DrmFile file) {
        refused(file, "flags", flag | DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL, DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("SYN-006")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        withEntry(file, (entry, exec) -> {
            DrmXeSync.STRUCT.nonZeroValues(slot).forEach(value -> {
                entry.set(slot, value);
                assertThat(exec.send()).failsWith(EINVAL);
            });

            entry.set(slot, 0);
            assertThat(exec.send()).succeeds();
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {3, 4, 0x100, 0x80000000, 0xffffffff})
    @Rule("SYN-007")
    void anUnknownTypeGivesEinval(int type, DrmFile file) {
        refused(file, "type", type, DrmXeSync.DRM_XE_SYNC_TYPE_SYNCOBJ);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("EXT-016")
    void extensionsAreNotLookedAt(String slot, DrmFile file) {
        withEntry(
                file,
                (entry, exec) -> DrmXeSync.STRUCT.nonZeroValues(slot).forEach(value -> {
                    entry.set(slot, value);
                    assertThat(exec.send()).succeeds();
                }));
    }
}
