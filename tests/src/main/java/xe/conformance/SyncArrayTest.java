// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Syncobj;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmSyncobjCreate;
import xe.uapi.DrmXeExec;
import xe.uapi.DrmXeSync;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** The sync array of EXEC and VM_BIND: its size and place; of one entry, what must be zero, unknown flags and types. */
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

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "EXEC, 1025", "EXEC, 0x10000", "EXEC, 0x7fffffff", "EXEC, 0xffffffff",
        "BIND, 1025", "BIND, 0x10000", "BIND, 0x7fffffff", "BIND, 0xffffffff",
        "EMPTY_BIND, 1025", "EMPTY_BIND, 0x10000", "EMPTY_BIND, 0x7fffffff", "EMPTY_BIND, 0xffffffff"
    })
    @Rule("SYN-001")
    void moreThan1024EntriesGiveEinvalBeforeTheyAreRead(SyncCaller caller, String count, DrmFile file) {
        caller.request(file.createVm(0)).refuses("num_syncs", Long.decode(count));
    }

    @ParameterizedTest(name = "{0}, {1} entries")
    @CsvSource({
        "EXEC, 1", "EXEC, 2", "EXEC, 1023", "EXEC, 1024",
        "BIND, 1", "BIND, 2", "BIND, 1023", "BIND, 1024",
        "EMPTY_BIND, 1", "EMPTY_BIND, 2", "EMPTY_BIND, 1023", "EMPTY_BIND, 1024"
    })
    @Rule("SYN-002")
    void asManyAs1024EntriesAreTaken(SyncCaller caller, int count, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj first = Syncobj.create(file);
        Syncobj last = Syncobj.create(file);
        List<Consumer<StructView>> entries = new ArrayList<>(Collections.nCopies(count - 1, SyncEntries.signal(first)));
        entries.add(SyncEntries.signal(last));
        try (SyncEntries array = SyncEntries.of(file, entries)) {
            assertThat(caller.request(vm, array).send()).succeeds();
            assertThat(last.tryAwait(file.device().deadline())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "EXEC, 1", "EXEC, 4096", "EXEC, -1", "EXEC, -4096",
        "BIND, 1", "BIND, 4096", "BIND, -1", "BIND, -4096",
        "EMPTY_BIND, 1", "EMPTY_BIND, 4096", "EMPTY_BIND, -1", "EMPTY_BIND, -4096"
    })
    @Rule("SYN-003")
    void withoutEntriesTheirAddressIsNotLookedAt(SyncCaller caller, long address, DrmFile file) {
        assertThat(caller.request(file.createVm(0)).with("syncs", address)).succeeds();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "EXEC, 0", "EXEC, 8", "EXEC, 4096", "EXEC, -4096",
        "BIND, 0", "BIND, 8", "BIND, 4096", "BIND, -4096",
        "EMPTY_BIND, 0", "EMPTY_BIND, 8", "EMPTY_BIND, 4096", "EMPTY_BIND, -4096"
    })
    @Rule("SYN-004")
    void anArrayThatCantBeReadGivesEfault(SyncCaller caller, long address, DrmFile file) {
        caller.request(file.createVm(0))
                .and(request -> request.set("syncs", address))
                .refuses("num_syncs", 1, EFAULT);
    }

    @ParameterizedTest(name = "{0}, {1} of 1")
    @CsvSource({
        "EXEC, 2", "EXEC, 3", "EXEC, 1024",
        "BIND, 2", "BIND, 3", "BIND, 1024",
        "EMPTY_BIND, 2", "EMPTY_BIND, 3", "EMPTY_BIND, 1024"
    })
    @Rule("SYN-004")
    void anArrayWhoseTailCantBeReadGivesEfault(SyncCaller caller, int count, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries one = SyncEntries.of(file, SyncEntries.signal(Syncobj.create(file)))) {
            caller.request(vm, one).refuses("num_syncs", count, EFAULT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("SYN-004")
    void theFirstBadEntryDecides(SyncCaller caller, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries one = SyncEntries.of(file, SyncEntries.signal(Syncobj.create(file)))) {
            GoodRequest request = caller.request(vm, one);
            one.entry(0).set("handle", 999);
            assertThat(request.with("num_syncs", 2)).failsWith(ENOENT);
            one.entry(0).set("type", 3);
            assertThat(request.with("num_syncs", 2)).failsWith(EINVAL);
        }
    }
}
