// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ETIME;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Batch;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.FaultingJob;
import xe.drm.Feature;
import xe.drm.HeldJob;
import xe.drm.RenderNode;
import xe.drm.Syncobj;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** EXEC and WAIT_USER_FENCE: the queue that they name, in each of its states. */
class ExecQueueStateTest {
    private static final int MOST_JOBS = 1000;
    private static final long ADDRESS = 0x2000_0000L;
    private static final long VICTIM = 0x3000_0000L;

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 9, 0x7fffffff, 0xffffffff})
    @Rule("EXE-005")
    void anUnknownQueueGivesEnoent(int id, DrmFile file) {
        SyncCaller.EXEC.request(file.createVm(0)).refuses("exec_queue_id", id, ENOENT);
    }

    @Test
    @Rule("EXE-005")
    void aDestroyedQueueGivesEnoent(DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();
        assertThat(empty(queue)).succeeds();
        queue.destroy();
        assertThat(empty(queue)).failsWith(ENOENT);
    }

    @Test
    @Rule("EXE-005")
    void aQueueOfAnotherFileGivesEnoent(DrmFile file, RenderNode node) {
        try (DrmFile other = node.open()) {
            other.createVm(0).createQueue();
            ExecQueue queue = other.createVm(0).createQueue();
            GoodRequest own = SyncCaller.EXEC.request(file.createVm(0));
            own.refuses("exec_queue_id", queue.id(), ENOENT);
        }
    }

    @ParameterizedTest(name = "{0} batches")
    @ValueSource(ints = {0, 1, 2})
    @Rule("EXE-006")
    void aBindQueueGivesEinval(int batches, DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue queue = vm.createBindQueue();
        assertThat(queue.tryExec(request -> request.set("num_batch_buffer", batches)))
                .failsWith(EINVAL);
        assertThat(empty(vm.createQueue())).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {2, 3, 9, 16, 256, 0x101, 0xffff})
    @Rule("EXE-007")
    void aQueueOfWidthOneTakesOneBatch(int batches, DrmFile file) {
        SyncCaller.EXEC.request(file.createVm(0)).refuses("num_batch_buffer", batches);
    }

    @ParameterizedTest(name = "{0} batches")
    @ValueSource(ints = {0, 1})
    @Rule("EXE-008")
    @Requires(Feature.NO_FORCED_SCRATCH)
    void aBannedQueueGivesEcanceled(int batches, DrmFile file) {
        ExecQueue queue = file.createVm(LR_MODE).createQueue();
        assertThat(empty(queue)).succeeds();

        FaultingJob.ban(queue);
        assertThat(queue.tryExec(request -> request.set("num_batch_buffer", batches)))
                .failsWith(ECANCELED);
    }

    @Test
    @Rule("EXE-009")
    void aQueueTakesAThousandJobs(DrmFile file) {
        try (HeldJob job = HeldJob.start(file.createVm(0))) {
            for (int queued = 1; queued < MOST_JOBS; queued++) {
                job.queue().exec(job.emptyBatch());
            }
            assertThat(job.queue().tryExec(job.emptyBatch())).failsWith(EAGAIN);

            job.release();
            assertThat(drained(job.queue())).succeeds();
        }
    }

    /** Waits for the queue's last job. */
    private static Outcome drained(ExecQueue queue) {
        DrmFile file = queue.vm().file();
        Syncobj last = Syncobj.create(file);
        try (SyncEntries entries = SyncEntries.of(file, SyncEntries.signal(last))) {
            assertEventually(
                    file.device().deadline(),
                    Errno.OK,
                    () -> queue.tryExec(request -> {
                        request.set("num_batch_buffer", 0);
                        entries.into(request);
                    }));
            return last.tryAwait(file.device().deadline());
        }
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, SCRATCH_PAGE})
    @Rule("EXE-018")
    @ExpectsLog(KilledVm.BAN_IN_LOG)
    void aQueueWhoseVmIsDestroyedTakesNoBatch(int flags, DrmFile file) {
        ExecQueue queue = queueOfDestroyedVm(file, flags);
        assertThat(queue.tryExec(ADDRESS)).failsWith(ECANCELED);
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, SCRATCH_PAGE})
    @Rule("EXE-019")
    void aQueueWhoseVmIsDestroyedStillTakesNothing(int flags, DrmFile file) {
        assertThat(empty(queueOfDestroyedVm(file, flags))).succeeds();
    }

    private static ExecQueue queueOfDestroyedVm(DrmFile file, int flags) {
        Vm vm = file.createVm(flags);
        ExecQueue queue = vm.createQueue();
        vm.destroy();
        return queue;
    }

    @Test
    @Rule("EXE-020")
    void aUserptrWhoseMemoryIsGoneDoesNotKeepJobsFromRunning(DrmFile file) {
        Vm vm = file.createVm(0);
        Syncobj end = Syncobj.create(file);
        try (NativeMemory batch = NativeMemory.allocate(file.kernel(), 4096);
                NativeMemory victim = NativeMemory.allocate(file.kernel(), 4096);
                SyncEntries entries = SyncEntries.of(file, SyncEntries.signal(end))) {
            new Batch().end().writeTo(batch.segment());
            vm.bindUserptr(batch.address(), batch.size(), ADDRESS);
            vm.bindUserptr(victim.address(), victim.size(), VICTIM);
            ExecQueue queue = vm.createQueue();

            victim.unmap();
            assertThat(queue.tryExec(request -> {
                        request.set("address", ADDRESS);
                        entries.into(request);
                    }))
                    .succeeds();
            assertThat(end.tryAwait(file.device().deadline())).succeeds();
        }
    }

    private static Outcome empty(ExecQueue queue) {
        return queue.tryExec(request -> request.set("num_batch_buffer", 0));
    }

    @ParameterizedTest(name = "{0}, for {1}: {2}")
    @CsvSource({"ENGINE, 0, OK", "ENGINE, 1, ETIME", "BIND, 0, OK", "BIND, 1, ETIME"})
    @Rule("WUF-007")
    void anyQueueCanBeWaitedOn(String kind, long value, Errno expected, DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue queue = kind.equals("BIND") ? vm.createBindQueue() : vm.createQueue();
        assertThat(poll(queue, value, request -> {})).gives(expected);
    }

    @Test
    @Rule("WUF-040")
    @Requires(Feature.NO_FORCED_SCRATCH)
    void whatABannedQueueWasToDoDoesNotComeTrue(DrmFile file) {
        ExecQueue queue = file.createVm(LR_MODE).createQueue();
        assertThat(poll(queue, 1, request -> {})).failsWith(ETIME);
        FaultingJob.ban(queue);

        assertThat(poll(queue, 1, request -> {})).failsWith(EIO);
        assertThat(poll(queue, 1, request -> request.set("timeout", -1))).failsWith(EIO);
        assertThat(poll(queue, 1, request -> request.set("exec_queue_id", 0))).failsWith(ETIME);
    }

    @Test
    @Rule("WUF-041")
    @Requires(Feature.NO_FORCED_SCRATCH)
    void whatIsTrueAlreadyIsTrueOnABannedQueue(DrmFile file) {
        ExecQueue queue = file.createVm(LR_MODE).createQueue();
        FaultingJob.ban(queue);

        assertThat(poll(queue, 0, request -> {})).succeeds();
        assertThat(poll(queue, 0, request -> request.set("timeout", -1))).succeeds();
    }

    /** Whether memory that holds zero is {@code value}, asked without time to wait. */
    private static Outcome poll(ExecQueue queue, long value, Consumer<StructView> change) {
        DrmFile file = queue.vm().file();
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            return UserFence.tryAwait(file, memory.address(), value, request -> {
                request.set("exec_queue_id", queue.id()).set("timeout", 0);
                change.accept(request);
            });
        }
    }
}
