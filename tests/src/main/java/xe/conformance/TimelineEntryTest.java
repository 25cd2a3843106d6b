// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;

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

/** Sync entries of EXEC and VM_BIND that name a point of a timeline. */
class TimelineEntryTest {
    static Stream<Object[]> timelines() {
        return SyncobjEntry.callersAnd(Stream.of(SyncobjEntry.values()).filter(SyncobjEntry::timeline));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("timelines")
    @Rule("SYN-012")
    void pointZeroGivesEinval(SyncCaller caller, SyncobjEntry kind, DrmFile file) {
        kind.refuses(caller, "timeline_value", 0, EINVAL, file);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("timelines")
    @Rule("SYN-012")
    void pointZeroOfAnUnknownObjectGivesEinvalToo(SyncCaller caller, SyncobjEntry kind, DrmFile file) {
        Vm vm = file.createVm(0);
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file).andThen(entry -> entry.set("handle", 999)))) {
            GoodRequest request = caller.request(vm, entries);
            assertThat(request.send()).failsWith(ENOENT);
            entries.entry(0).set("timeline_value", 0);
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
        timeline.signal(SyncobjEntry.POINT);
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
        timeline.signal(SyncobjEntry.POINT);
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
}
