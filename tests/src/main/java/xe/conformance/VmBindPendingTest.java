// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.HeldJob;
import xe.drm.Syncobj;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.rules.Rule;

/** VM_BIND over a mapping whose own bind still waits for a job. */
class VmBindPendingTest {
    private static final long VALUE = 0xdeed;

    /** A bind that takes the mapping away, or part of it. */
    enum Removal {
        UNMAP,
        UNMAP_OF_THE_FIRST_PAGE,
        UNMAP_OF_THE_LAST_PAGE,
        UNMAP_ALL,
        MAP_OVER_IT,
        MAP_OVER_A_PAGE;

        private GoodRequest request(BindPlace place) {
            long last = BindPlace.ADDRESS + BindPlace.SIZE - 4096;
            return switch (this) {
                case UNMAP -> place.request(Operation.UNMAP);
                case UNMAP_OF_THE_FIRST_PAGE -> place.request(Operation.UNMAP, op -> op.set("range", 4096));
                case UNMAP_OF_THE_LAST_PAGE ->
                    place.request(Operation.UNMAP, op -> op.set("range", 4096).set("addr", last));
                case UNMAP_ALL -> place.request(Operation.UNMAP_ALL);
                case MAP_OVER_IT -> place.request(Operation.NULL);
                case MAP_OVER_A_PAGE -> place.request(Operation.USERPTR, op -> op.set("range", 4096));
            };
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-126")
    void aMappingStaysUntilItsUserFenceIsWritten(Removal removal, DrmFile file) {
        Vm vm = file.createVm(0);
        try (BindPlace place = BindPlace.in(vm);
                NativeMemory fence = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            GoodRequest remove = removal.request(place);
            try (HeldJob job = HeldJob.start(vm);
                    SyncEntries entries = SyncEntries.of(
                            file, SyncEntries.waitFor(job.end()), SyncEntries.userFence(fence.address(), VALUE))) {
                assertThat(place.request(Operation.MAP).and(entries::into).send())
                        .succeeds();
                assertThat(remove.send()).failsWith(EBUSY);

                job.release();
                assertThat(UserFence.tryAwait(file, fence.address(), VALUE, request -> {}))
                        .succeeds();
                assertThat(remove.send()).succeeds();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-126")
    void aSyncObjectHoldsNothing(Removal removal, DrmFile file) {
        Vm vm = file.createVm(0);
        try (BindPlace place = BindPlace.in(vm)) {
            GoodRequest remove = removal.request(place);
            Syncobj mapped = Syncobj.create(file);
            try (HeldJob job = HeldJob.start(vm);
                    SyncEntries entries =
                            SyncEntries.of(file, SyncEntries.waitFor(job.end()), SyncEntries.signal(mapped))) {
                assertThat(place.request(Operation.MAP).and(entries::into).send())
                        .succeeds();
                assertThat(remove.send()).succeeds();

                job.release();
                assertThat(mapped.tryAwait(file.device().deadline())).succeeds();
            }
        }
    }
}
