// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;

import java.util.Arrays;
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
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.StructView;

/** Sync entries of EXEC and VM_BIND that name a sync object, plain or as a timeline. */
class SyncobjEntryTest {
    private static final long POINT = 7;

    /** What an entry does with a sync object; each is good as it is. */
    enum Entry {
        SIGNAL,
        SIGNAL_POINT,
        WAIT,
        WAIT_FOR_POINT;

        boolean signals() {
            return this == SIGNAL || this == SIGNAL_POINT;
        }

        boolean timeline() {
            return this == SIGNAL_POINT || this == WAIT_FOR_POINT;
        }

        Consumer<StructView> of(DrmFile file) {
            Syncobj syncobj = this == WAIT ? Syncobj.createSignalled(file) : Syncobj.create(file);
            if (this == WAIT_FOR_POINT) {
                syncobj.signal(POINT);
            }
            return switch (this) {
                case SIGNAL -> SyncEntries.signal(syncobj);
                case SIGNAL_POINT -> SyncEntries.signal(syncobj, POINT);
                case WAIT -> SyncEntries.waitFor(syncobj);
                case WAIT_FOR_POINT -> SyncEntries.waitFor(syncobj, POINT);
            };
        }

        /** Calls that have nothing to do refuse to wait, but look at the entries before. */
        Errno whenGood() {
            return signals() ? Errno.OK : EOPNOTSUPP;
        }
    }

    static Stream<Object[]> all() {
        return callersAnd(Stream.of(Entry.values()));
    }

    static Stream<Object[]> timelines() {
        return callersAnd(Stream.of(Entry.values()).filter(Entry::timeline));
    }

    static Stream<Object[]> plain() {
        return callersAnd(Stream.of(Entry.values()).filter(entry -> !entry.timeline()));
    }

    static Stream<Object[]> signals() {
        return callersAnd(Stream.of(Entry.values()).filter(Entry::signals));
    }

    private static Stream<Object[]> callersAnd(Stream<Entry> entries) {
        return entries.flatMap(entry -> Arrays.stream(SyncCaller.values()).map(caller -> new Object[] {caller, entry}));
    }

    static Stream<Object[]> unknownHandles() {
        return all().flatMap(row ->
                IntStream.of(0, 999, 0x7fffffff, 0xffffffff).mapToObj(handle -> new Object[] {row[0], row[1], handle}));
    }

    /** The entry with these values gives {@code errno}; as it was it is good. */
    private static void refuses(
            SyncCaller caller, Entry kind, String field, LongStream values, Errno errno, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = caller.request(vm, entries);
            long good = entries.entry(0).get(field);
            values.forEach(value -> {
                entries.entry(0).set(field, value);
                assertThat(request.send()).failsWith(errno);
            });

            entries.entry(0).set(field, good);
            assertThat(request.send()).gives(kind.whenGood());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("signals")
    @Rule("SYN-010")
    void aLongRunningVmSignalsNoSyncObject(SyncCaller caller, Entry kind, DrmFile file) {
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
    void theUpperHalfOfAHandleGivesEinval(SyncCaller caller, Entry kind, DrmFile file) {
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

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("timelines")
    @Rule("SYN-012")
    void pointZeroGivesEinval(SyncCaller caller, Entry kind, DrmFile file) {
        refuses(caller, kind, "timeline_value", LongStream.of(0), EINVAL, file);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("timelines")
    @Rule("SYN-012")
    void pointZeroOfAnUnknownObjectGivesEinvalToo(SyncCaller caller, Entry kind, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file).andThen(entry -> entry.set("handle", 999)))) {
            GoodRequest request = caller.request(vm, entries);
            assertThat(request.send()).failsWith(ENOENT);
            entries.entry(0).set("timeline_value", 0);
            assertThat(request.send()).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}: {1} of {2}")
    @MethodSource("unknownHandles")
    @Rule("SYN-013")
    void anUnknownObjectGivesEnoent(SyncCaller caller, Entry kind, int handle, DrmFile file) {
        refuses(caller, kind, "handle", LongStream.of(handle), ENOENT, file);
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

    @ParameterizedTest(name = "{0}, point {1}")
    @CsvSource({
        "EXEC, 1", "EXEC, 7", "EXEC, -1",
        "BIND, 1", "BIND, 7", "BIND, -1",
        "EMPTY_BIND, 1", "EMPTY_BIND, 7", "EMPTY_BIND, -1"
    })
    @Rule("SYN-015")
    void anEmptyTimelineCantBeWaitedFor(SyncCaller caller, long point, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj timeline = Syncobj.create(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.waitFor(timeline, point))) {
            GoodRequest request = caller.request(vm, entries);
            assertThat(request.send()).failsWith(EINVAL);
            timeline.signal(point);
            assertThat(request.send()).failsWith(EOPNOTSUPP);
        }
    }

    @ParameterizedTest(name = "{0}, point {1}: {2}")
    @CsvSource({
        "EXEC, 6, EOPNOTSUPP",
        "EXEC, 7, EOPNOTSUPP",
        "EXEC, 8, EINVAL",
        "EXEC, -1, EINVAL",
        "BIND, 6, EOPNOTSUPP",
        "BIND, 7, EOPNOTSUPP",
        "BIND, 8, EINVAL",
        "BIND, -1, EINVAL",
        "EMPTY_BIND, 1, EOPNOTSUPP",
        "EMPTY_BIND, 7, EOPNOTSUPP",
        "EMPTY_BIND, 8, EINVAL",
        "EMPTY_BIND, -1, EINVAL"
    })
    @Rule("SYN-016")
    void aPointThatNobodySubmittedCantBeWaitedFor(SyncCaller caller, long point, Errno expected, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj timeline = Syncobj.create(file);
        timeline.signal(POINT);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.waitFor(timeline, point))) {
            assertThat(caller.request(vm, entries).send()).gives(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("SYN-016")
    void aPlainFenceHasNoPoints(SyncCaller caller, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj syncobj = Syncobj.createSignalled(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.waitFor(syncobj, 1))) {
            GoodRequest request = caller.request(vm, entries);
            assertThat(request.send()).failsWith(EINVAL);
            syncobj.signal(1);
            assertThat(request.send()).failsWith(EOPNOTSUPP);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("plain")
    @Rule("SYN-017")
    void thePointOfAPlainObjectIsNotLookedAt(SyncCaller caller, Entry kind, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = caller.request(vm, entries);
            LongStream.of(1, POINT, 1L << 32, 1L << 63, -1).forEach(point -> {
                entries.entry(0).set("timeline_value", point);
                assertThat(request.send()).gives(kind.whenGood());
            });
        }
    }

    @ParameterizedTest(name = "{0}, point {1} after 7")
    @CsvSource({
        "EXEC, 7", "EXEC, 6", "EXEC, 1",
        "BIND, 7", "BIND, 6", "BIND, 1",
        "EMPTY_BIND, 7", "EMPTY_BIND, 6", "EMPTY_BIND, 1"
    })
    @Rule("SYN-018")
    void aPointMayComeOutOfOrder(SyncCaller caller, long point, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj timeline = Syncobj.create(file);
        timeline.signal(POINT);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.signal(timeline, point))) {
            assertThat(caller.request(vm, entries).send()).succeeds();
            assertThat(timeline.tryAwait(point, file.device().deadline())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, point {1}")
    @CsvSource({
        "EXEC, 1", "EXEC, 0x100000000", "EXEC, 0x7fffffffffffffff",
        "BIND, 1", "BIND, 0x100000000", "BIND, 0x7fffffffffffffff",
        "EMPTY_BIND, 1", "EMPTY_BIND, 0x100000000", "EMPTY_BIND, 0x7fffffffffffffff"
    })
    @Rule("SYN-018")
    void aPointBecomesTheLastOne(SyncCaller caller, String text, DrmFile file) {
        long point = Long.decode(text);
        Vm vm = file.createVm(0);
        Syncobj timeline = Syncobj.create(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.signal(timeline, point))) {
            assertThat(caller.request(vm, entries).send()).succeeds();
            assertThat(timeline.tryAwait(point, file.device().deadline())).succeeds();
            assertEqual("the last point of the timeline", point, timeline.point());
        }
    }

    @ParameterizedTest(name = "waits {0}, signals {1}")
    @CsvSource({"WAIT, SIGNAL", "WAIT_FOR_POINT, SIGNAL_POINT", "WAIT, SIGNAL_POINT", "WAIT_FOR_POINT, SIGNAL"})
    @Rule("SYN-029")
    void oneObjectMayBeWaitedForAndSignalled(Entry wait, Entry signal, DrmFile file) {
        Syncobj syncobj = wait == Entry.WAIT ? Syncobj.createSignalled(file) : Syncobj.create(file);
        if (wait == Entry.WAIT_FOR_POINT) {
            syncobj.signal(POINT);
        }
        long next = POINT + 1;
        Consumer<StructView> first =
                wait == Entry.WAIT ? SyncEntries.waitFor(syncobj) : SyncEntries.waitFor(syncobj, POINT);
        Consumer<StructView> second =
                signal == Entry.SIGNAL ? SyncEntries.signal(syncobj) : SyncEntries.signal(syncobj, next);
        try (BindPlace place = BindPlace.in(file);
                SyncEntries entries = SyncEntries.of(file, first, second)) {
            assertThat(place.request(BindPlace.Operation.MAP).and(entries::into).send())
                    .succeeds();
            assertThat(syncobj.tryAwait(file.device().deadline())).succeeds();
            assertEqual("the last point", signal == Entry.SIGNAL ? 0 : next, syncobj.point());
        }
    }
}
