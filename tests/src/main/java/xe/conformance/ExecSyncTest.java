// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.ETIME;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.HeldJob;
import xe.drm.Syncobj;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeExec;

/** EXEC: what its sync entries get, mostly without a batch. */
class ExecSyncTest {
    private static final long VALUE = 0x5eed;

    @ParameterizedTest(name = "VM flags {0}, address {1}")
    @CsvSource({"0, 0", "0, -1", "1, 8", "2, 0", "2, -1", "3, 8"})
    @Rule("EXE-012")
    void nothingAtAllIsNoErrorAndItsAddressIsNotRead(int flags, long address, DrmFile file) {
        assertThat(SyncCaller.EXEC.request(file.createVm(flags)).with("address", address))
                .succeeds();
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, SCRATCH_PAGE})
    @Rule("EXE-013")
    void anIdleQueueSignalsAtOnce(int flags, DrmFile file) {
        Syncobj plain = Syncobj.create(file);
        Syncobj timeline = Syncobj.create(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.signal(plain), SyncEntries.signal(timeline, 7))) {
            assertThat(SyncCaller.EXEC.request(file.createVm(flags), entries).send())
                    .succeeds();
            assertThat(plain.tryAwait(Duration.ZERO)).succeeds();
            assertThat(timeline.tryAwait(7, Duration.ZERO)).succeeds();
            assertEqual("the last point", 7, timeline.point());
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"SIGNAL", "SIGNAL_POINT"})
    @Rule("EXE-013")
    void aBusyQueueSignalsWhenItsLastJobEnds(SyncobjEntry kind, DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj after = Syncobj.create(file);
        try (HeldJob job = HeldJob.start(vm);
                SyncEntries entries = SyncEntries.of(
                        file, kind == SyncobjEntry.SIGNAL ? SyncEntries.signal(after) : SyncEntries.signal(after, 7))) {
            assertThat(job.queue().tryExec(request -> {
                        request.set("num_batch_buffer", 0);
                        entries.into(request);
                    }))
                    .succeeds();
            assertThat(after.tryAwait(Duration.ZERO)).failsWith(ETIME);

            job.release();
            assertThat(after.tryAwait(file.device().deadline())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, VM flags {1}")
    @CsvSource({"WAIT, 0", "WAIT_FOR_POINT, 0", "WAIT, 1", "WAIT_FOR_POINT, 1"})
    @Rule("EXE-014")
    void withoutABatchNothingCanBeWaitedFor(SyncobjEntry kind, int flags, DrmFile file) {
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = SyncCaller.EXEC.request(file.createVm(flags), entries);
            assertThat(request.send()).failsWith(EOPNOTSUPP);
            assertThat(request.with("num_syncs", 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, SCRATCH_PAGE, LR_MODE, LR_MODE | SCRATCH_PAGE})
    @Rule("EXE-015")
    void withoutABatchAUserFenceIsNeverWritten(int flags, DrmFile file) {
        Vm vm = file.createVm(flags);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES);
                SyncEntries entries = SyncEntries.of(file, SyncEntries.userFence(memory.address(), VALUE));
                UserFence later = UserFence.create(file)) {
            assertThat(SyncCaller.EXEC.request(vm, entries).send()).succeeds();

            GoodRequest bind = SyncCaller.BIND.request(vm);
            assertThat(bind.and(request -> request.set("num_syncs", 1).set("syncs", later.syncAddress()))
                            .send())
                    .succeeds();
            later.await();
            assertEqual("the fence of EXEC", 0, memory.segment().get(ValueLayout.JAVA_LONG, 0));
        }
    }

    @ParameterizedTest(name = "{0}, VM flags {1}")
    @CsvSource({"WAIT, 2", "WAIT_FOR_POINT, 2", "WAIT, 3", "WAIT_FOR_POINT, 3"})
    @Rule("EXE-016")
    void aLongRunningVmIgnoresWhatIsToBeWaitedFor(SyncobjEntry kind, int flags, DrmFile file) {
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = SyncCaller.EXEC.request(file.createVm(flags), entries);
            assertThat(request.send()).succeeds();
            entries.entry(0).set("handle", 999); // yet they are read
            assertThat(request.send()).failsWith(ENOENT);
        }
    }

    @ParameterizedTest(name = "{0}, {1} batches")
    @CsvSource({"SIGNAL, 0", "SIGNAL_POINT, 0", "SIGNAL, 1", "SIGNAL_POINT, 1"})
    @Rule("EXE-017")
    void aLongRunningVmSignalsNoSyncObject(SyncobjEntry kind, int batches, DrmFile file) {
        try (SyncEntries entries = SyncEntries.of(file, kind.of(file))) {
            GoodRequest request = SyncCaller.EXEC.request(file.createVm(LR_MODE), entries);
            assertThat(request.with("num_batch_buffer", batches)).failsWith(EOPNOTSUPP);
            assertThat(request.with("num_syncs", 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0} batches")
    @ValueSource(ints = {0, 1})
    @Rule("EXE-010")
    void aBadEntryGivesItsOwnErrno(int batches, DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();
        Syncobj syncobj = Syncobj.create(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.signal(syncobj))) {
            GoodRequest request = new GoodRequest(
                    file,
                    DrmXeExec.DRM_IOCTL_XE_EXEC,
                    exec -> exec.set("exec_queue_id", queue.id()).set("num_batch_buffer", batches));
            GoodRequest synced = request.and(entries::into);
            assertThat(synced.with("syncs", 8)).failsWith(EFAULT);
            entries.entry(0).set("type", 9);
            assertThat(synced.send()).failsWith(EINVAL);
            entries.entry(0).set("type", 0).set("handle", 999);
            assertThat(synced.send()).failsWith(ENOENT);
            assertThat(request.with("num_batch_buffer", 0)).succeeds();
        }
    }

    @Test
    @Rule("EXE-004")
    void moreThan1024SyncsGiveEinvalBeforeTheQueueIsLookedUp(DrmFile file) {
        GoodRequest empty = SyncCaller.EXEC.request(file.createVm(0));
        GoodRequest unknown = empty.and(request -> request.set("exec_queue_id", 999));
        assertThat(unknown.send()).failsWith(ENOENT);
        assertThat(unknown.with("num_syncs", 1025)).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1025, 2048, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("EXE-004")
    void moreThan1024SyncsGiveEinval(int count, DrmFile file) {
        SyncCaller.EXEC.request(file.createVm(0)).refuses("num_syncs", count);
    }
}
