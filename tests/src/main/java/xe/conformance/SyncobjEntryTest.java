// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.Syncobj;
import xe.drm.Vm;
import xe.rules.Rule;
import xe.uapi.StructView;

/** Sync entries of EXEC and VM_BIND that name a sync object, plain or as a timeline. */
class SyncobjEntryTest {
    static Stream<Object[]> all() {
        return SyncobjEntry.callersAnd(Stream.of(SyncobjEntry.values()));
    }

    static Stream<Object[]> plain() {
        return SyncobjEntry.callersAnd(Stream.of(SyncobjEntry.values()).filter(entry -> !entry.timeline()));
    }

    static Stream<Object[]> signals() {
        return SyncobjEntry.callersAnd(Stream.of(SyncobjEntry.values()).filter(SyncobjEntry::signals));
    }

    static Stream<Object[]> unknownHandles() {
        return all().flatMap(row ->
                IntStream.of(0, 999, 0x7fffffff, 0xffffffff).mapToObj(handle -> new Object[] {row[0], row[1], handle}));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("signals")
    @Rule("SYN-010")
    void aLongRunningVmSignalsNoSyncObject(SyncCaller caller, SyncobjEntry kind, DrmFile file) {
        Vm vm = file.createVm(LR_MODE);
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = caller.request(vm, entries);
            assertThat(request.send()).failsWith(EOPNOTSUPP);
            entries.entry(0).set("handle", 999); // not looked up
            assertThat(request.send()).failsWith(EOPNOTSUPP);
            assertThat(request.with("num_syncs", 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("all")
    @Rule("SYN-011")
    void theUpperHalfOfAHandleGivesEinval(SyncCaller caller, SyncobjEntry kind, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = caller.request(vm, entries);
            long handle = entries.entry(0).get("handle");
            for (int bit = Integer.SIZE; bit < Long.SIZE; bit++) {
                entries.entry(0).set("addr", handle | 1L << bit);
                assertThat(request.send()).failsWith(EINVAL);
            }
            entries.entry(0).set("addr", handle);
            assertThat(request.send()).gives(kind.whenGood());
        }
    }

    @ParameterizedTest(name = "{0}: {1} of {2}")
    @MethodSource("unknownHandles")
    @Rule("SYN-013")
    void anUnknownObjectGivesEnoent(SyncCaller caller, SyncobjEntry kind, int handle, DrmFile file) {
        kind.refuses(caller, "handle", handle, ENOENT, file);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("SYN-013")
    void aDestroyedObjectGivesEnoent(SyncCaller caller, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj syncobj = Syncobj.create(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.signal(syncobj))) {
            GoodRequest request = caller.request(vm, entries);
            assertThat(request.send()).succeeds();
            syncobj.destroy();
            assertThat(request.send()).failsWith(ENOENT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("SYN-014")
    void anEmptyObjectCantBeWaitedFor(SyncCaller caller, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj syncobj = Syncobj.createSignalled(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.waitFor(syncobj))) {
            GoodRequest request = caller.request(vm, entries);
            assertThat(request.send()).failsWith(EOPNOTSUPP); // control: it can, elsewhere
            syncobj.reset();
            assertThat(request.send()).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("plain")
    @Rule("SYN-017")
    void thePointOfAPlainObjectIsNotLookedAt(SyncCaller caller, SyncobjEntry kind, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = caller.request(vm, entries);
            LongStream.of(1, SyncobjEntry.POINT, 1L << 32, 1L << 63, -1).forEach(point -> {
                entries.entry(0).set("timeline_value", point);
                assertThat(request.send()).gives(kind.whenGood());
            });
        }
    }

    @ParameterizedTest(name = "waits {0}, signals {1}")
    @CsvSource({"WAIT, SIGNAL", "WAIT_FOR_POINT, SIGNAL_POINT", "WAIT, SIGNAL_POINT", "WAIT_FOR_POINT, SIGNAL"})
    @Rule("SYN-029")
    void oneObjectMayBeWaitedForAndSignalled(SyncobjEntry wait, SyncobjEntry signal, DrmFile file) {
        Syncobj syncobj = wait == SyncobjEntry.WAIT ? Syncobj.createSignalled(file) : Syncobj.create(file);
        if (wait == SyncobjEntry.WAIT_FOR_POINT) {
            syncobj.signal(SyncobjEntry.POINT);
        }
        long next = SyncobjEntry.POINT + 1;
        Consumer<StructView> first = wait == SyncobjEntry.WAIT
                ? SyncEntries.waitFor(syncobj)
                : SyncEntries.waitFor(syncobj, SyncobjEntry.POINT);
        Consumer<StructView> second =
                signal == SyncobjEntry.SIGNAL ? SyncEntries.signal(syncobj) : SyncEntries.signal(syncobj, next);
        try (BindPlace place = BindPlace.in(file);
                SyncEntries entries = SyncEntries.of(file, first, second)) {
            assertThat(place.request(BindPlace.Operation.MAP).and(entries::into).send())
                    .succeeds();
            assertThat(syncobj.tryAwait(file.device().deadline())).succeeds();
            assertEqual("the last point", signal == SyncobjEntry.SIGNAL ? 0 : next, syncobj.point());
        }
    }
}
