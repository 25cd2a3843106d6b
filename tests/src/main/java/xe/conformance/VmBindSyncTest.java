// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.Syncobj;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** VM_BIND: what its sync entries get where there is nothing to do, and where there is. */
class VmBindSyncTest {
    private static final long POINT = 7;

    /** A VM_BIND that changes nothing. */
    enum Idle {
        WITHOUT_OPERATION,
        UNMAP_OF_NOTHING,
        PREFETCH_OF_NOTHING;

        GoodRequest request(BindPlace place) {
            return switch (this) {
                case WITHOUT_OPERATION -> place.request(Operation.UNMAP).and(request -> request.set("num_binds", 0));
                case UNMAP_OF_NOTHING -> place.request(Operation.UNMAP);
                case PREFETCH_OF_NOTHING -> place.request(Operation.PREFETCH);
            };
        }
    }

    private static Outcome send(BindPlace place, GoodRequest request, Consumer<StructView> entry) {
        try (SyncEntries entries = SyncEntries.of(place.vm().file(), entry)) {
            return request.and(entries::into).send();
        }
    }

    @ParameterizedTest(name = "VM flags {0}")
    @MethodSource("vmFlags")
    @Rule("BND-100")
    void nothingAtAllIsNoError(int flags, DrmFile file) {
        Vm vm = file.createVm(flags);
        assertThat(vm.tryBind(request -> request.set("num_binds", 0))).succeeds();
    }

    static Stream<Integer> vmFlags() {
        return Stream.of(0, SCRATCH_PAGE, LR_MODE, LR_MODE | SCRATCH_PAGE);
    }

    @Test
    @Rule("BND-101")
    void withoutAnOperationASyncObjectSignals(DrmFile file) {
        signals(file, Idle.WITHOUT_OPERATION);
    }

    @Test
    @Rule("BND-103")
    void anUnmapOfNothingSignalsASyncObject(DrmFile file) {
        signals(file, Idle.UNMAP_OF_NOTHING);
    }

    @Test
    @Rule("BND-105")
    void aPrefetchOfNothingSignalsASyncObject(DrmFile file) {
        signals(file, Idle.PREFETCH_OF_NOTHING);
    }

    private static void signals(DrmFile file, Idle idle) {
        try (BindPlace place = BindPlace.in(file)) {
            Syncobj done = Syncobj.create(file);
            assertThat(done.tryAwait(file.device().deadline())).failsWith(EINVAL); // holds no fence yet

            assertThat(send(place, idle.request(place), SyncEntries.signal(done)))
                    .succeeds();
            assertThat(done.tryAwait(file.device().deadline())).succeeds();
        }
    }

    @Test
    @Rule("BND-101")
    void withoutAnOperationAPointSignals(DrmFile file) {
        signalsPoint(file, Idle.WITHOUT_OPERATION);
    }

    @Test
    @Rule("BND-103")
    void anUnmapOfNothingSignalsAPoint(DrmFile file) {
        signalsPoint(file, Idle.UNMAP_OF_NOTHING);
    }

    @Test
    @Rule("BND-105")
    void aPrefetchOfNothingSignalsAPoint(DrmFile file) {
        signalsPoint(file, Idle.PREFETCH_OF_NOTHING);
    }

    private static void signalsPoint(DrmFile file, Idle idle) {
        try (BindPlace place = BindPlace.in(file)) {
            Syncobj timeline = Syncobj.create(file);
            assertThat(send(place, idle.request(place), SyncEntries.signal(timeline, POINT)))
                    .succeeds();
            assertThat(timeline.tryAwait(POINT, file.device().deadline())).succeeds();
            assertEqual("the timeline's last point", POINT, timeline.point());
        }
    }

    @Test
    @Rule("BND-101")
    void theSyncObjectOfAnEmptyBindSignalsAfterEarlierOnes(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            Syncobj mapped = Syncobj.create(file);
            Syncobj after = Syncobj.create(file);
            assertThat(send(place, place.request(Operation.MAP), SyncEntries.signal(mapped)))
                    .succeeds();
            assertThat(send(place, Idle.WITHOUT_OPERATION.request(place), SyncEntries.signal(after)))
                    .succeeds();

            assertThat(after.tryAwait(file.device().deadline())).succeeds();
            assertThat(mapped.tryAwait(Duration.ZERO)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, VM flags {1}")
    @CsvSource({"UNMAP_OF_NOTHING, 0", "UNMAP_OF_NOTHING, 2", "PREFETCH_OF_NOTHING, 0", "PREFETCH_OF_NOTHING, 2"})
    @Rule("BND-103")
    void whereNothingIsMappedAUserFenceSignals(Idle idle, int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, flags);
                UserFence fence = UserFence.create(file)) {
            assertThat(idle.request(place)
                            .and(request -> request.set("num_syncs", 1).set("syncs", fence.syncAddress()))
                            .send())
                    .succeeds();
            assertThat(UserFence.tryAwait(file, fence.address(), UserFence.SIGNALLED, request -> {}))
                    .succeeds();
        }
    }

    /** What an entry waits for; all have signalled. */
    enum Wait {
        SYNCOBJ,
        POINT_1,
        POINT_7;

        Consumer<StructView> entry(DrmFile file) {
            if (this == SYNCOBJ) {
                return SyncEntries.waitFor(Syncobj.createSignalled(file));
            }
            Syncobj timeline = Syncobj.create(file);
            timeline.signal(POINT);
            return SyncEntries.waitFor(timeline, this == POINT_1 ? 1 : POINT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-102")
    void withoutAnOperationNothingCanBeWaitedFor(Wait wait, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest empty = Idle.WITHOUT_OPERATION.request(place);
            assertThat(send(place, empty, wait.entry(file))).failsWith(EOPNOTSUPP);
            assertThat(empty.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-104")
    void anUnmapWaitsWhereSomethingIsMappedAlone(Wait wait, DrmFile file) {
        waitsWhereSomethingIsMapped(Operation.UNMAP, wait, file);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-105")
    void aPrefetchWaitsWhereSomethingIsMappedAlone(Wait wait, DrmFile file) {
        waitsWhereSomethingIsMapped(Operation.PREFETCH, wait, file);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-106")
    void unmapAllWaitsWhereTheBufferIsMappedAlone(Wait wait, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest unmapAll = place.request(Operation.UNMAP_ALL);
            assertThat(send(place, unmapAll, wait.entry(file))).succeeds();
            assertThat(send(place, unmapAll, wait.entry(file))).failsWith(EOPNOTSUPP);
        }
    }

    private static void waitsWhereSomethingIsMapped(Operation operation, Wait wait, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest request = place.request(operation);
            assertThat(send(place, request, wait.entry(file))).failsWith(EOPNOTSUPP);

            place.vm().bind(place.buffer(), BindPlace.ADDRESS);
            assertThat(send(place, request, wait.entry(file))).succeeds();
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "MAP, SYNCOBJ", "MAP, POINT", "NULL, SYNCOBJ", "NULL, POINT",
        "USERPTR, SYNCOBJ", "USERPTR, POINT", "UNMAP, SYNCOBJ", "UNMAP, POINT"
    })
    @Rule("BND-130")
    void aLongRunningVmSignalsNoSyncObject(Operation operation, String kind, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, LR_MODE)) {
            Syncobj done = Syncobj.create(file);
            GoodRequest request = place.request(operation);
            Consumer<StructView> entry =
                    kind.equals("POINT") ? SyncEntries.signal(done, POINT) : SyncEntries.signal(done);
            assertThat(send(place, request, entry)).failsWith(EOPNOTSUPP);
            assertThat(request.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MAP", "NULL", "USERPTR"})
    @Rule("BND-085")
    void aBadSyncEntryKeepsAMappingFromHappening(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            MappingProbe probe = new MappingProbe(place.vm());
            GoodRequest request = place.request(operation);
            assertThat(send(place, request, entry -> entry.set("type", 9))).failsWith(EINVAL);
            probe.assertFree(BindPlace.ADDRESS, BindPlace.SIZE);

            assertThat(request.send()).succeeds();
            probe.assertMapped(BindPlace.ADDRESS, BindPlace.SIZE);
        }
    }

    @Test
    @Rule("BND-085")
    void aBadSyncEntryKeepsAnUnmapFromHappening(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.vm().bind(place.buffer(), BindPlace.ADDRESS);
            MappingProbe probe = new MappingProbe(place.vm());
            GoodRequest unmap = place.request(Operation.UNMAP);
            assertThat(send(place, unmap, entry -> entry.set("type", 9))).failsWith(EINVAL);
            probe.assertMapped(BindPlace.ADDRESS, BindPlace.SIZE);

            assertThat(unmap.send()).succeeds();
            probe.assertFree(BindPlace.ADDRESS, BindPlace.SIZE);
        }
    }
}
