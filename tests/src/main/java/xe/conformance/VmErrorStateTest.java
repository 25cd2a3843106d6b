// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EPERM;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.DrmXeVmBindOp;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/** What a VM does once the event of its error has been read. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.COMPUTE_JOB})
class VmErrorStateTest {
    private static final int WATCH_ID = 0x16;
    private static final int ROUNDS = 6;
    private static final long FREE_ADDRESS = 0x100_0000L;
    private static final long FREE_SIZE = 0x1_0000L;

    @CanIgnoreReturnValue
    private static Notification.VmErr event(Vm vm, Errno errno, NotificationPipe pipe) {
        return assertThat(pipe.next()).isVmErr(WATCH_ID, vm.id(), errno);
    }

    private static void assertKilled(LongRunningJob job) {
        assertThat(job.tryAwaitEnd(job.queue().vm().file().device().deadline())).failsWith(EIO);
    }

    @Test
    @Rule("EVT-016")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void restartableVmReportsEnospcAndIsPaused(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, faults)) {
            source.assertGoesOn(); // control
            source.fail();
            event(source.vm(), ENOSPC, pipe);

            assertThat(source.vm().tryRestart()).succeeds();
            source.assertGoesOn();
        }
    }

    @Test
    @Rule("EVT-016")
    @Requires({Feature.VM_RESTART, Feature.FAIL_FUNCTION})
    void restartableVmReportsEnomemAndIsPaused(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, faults)) {
            source.fail(Errno.ENOMEM);
            event(source.vm(), Errno.ENOMEM, pipe);

            assertThat(source.vm().tryRestart()).succeeds();
            source.assertGoesOn();
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-017")
    @EnumSource(names = {"EIO", "ETIME", "EINVAL"})
    @Requires({Feature.VM_RESTART, Feature.FAIL_FUNCTION})
    void restartableVmReportsAnotherErrorAndIsKilled(Errno errno, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, faults)) {
            source.fail(errno);
            event(source.vm(), errno, pipe);

            assertThat(source.vm().tryRestart()).failsWith(ENOENT);
            assertKilled(source.job());
        }
    }

    @Test
    @Rule({"EVT-017", "RBW-031"})
    @Requires(Feature.VM_RESTART)
    void restartableVmReportsAPageThatCannotBePinnedAndIsKilled(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, WATCH_ID);
        try (KilledVm source = KilledVm.alive(file, LR_MODE | RESTARTABLE)) {
            source.assertGoesOn(); // control
            source.kill();
            event(source.vm(), EPERM, pipe);

            assertThat(source.vm().tryRestart()).failsWith(ENOENT);
            assertKilled(source.job());
        }
    }

    @Test
    @Rule("EVT-018")
    void plainVmReportsAnErrorAndIsKilled(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, WATCH_ID);
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            source.kill();
            event(source.vm(), EPERM, pipe);

            assertKilled(source.job());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-018")
    @EnumSource(names = {"ENOMEM", "EIO", "ETIME"})
    @Requires(Feature.FAIL_FUNCTION)
    void plainVmReportsAnyErrorAndIsKilled(Errno errno, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            source.fail(errno);
            event(source.vm(), errno, pipe);

            assertKilled(source.job());
        }
    }

    @Test
    @Rule("EVT-014")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void timestampOfTheEventFitsVmRestart(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, faults)) {
            long before = System.nanoTime();
            source.fail();
            long timestamp = event(source.vm(), ENOSPC, pipe).timestampNs();

            assertThat(source.vm().tryRestart(request -> request.set("timestamp_ns", timestamp)))
                    .succeeds();
            long latency = System.nanoTime() - timestamp;
            long atMost = System.nanoTime() - before;
            assertTrue("the latency of " + latency + " ns is from 0 to " + atMost, latency >= 0 && latency <= atMost);
            source.assertGoesOn();
        }
    }

    @Test
    @Rule("EVT-020")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void vmIsPausedWhenItsEventIsRead(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, faults)) {
            source.fail();
            for (int round = 0; round < ROUNDS; round++) {
                event(source.vm(), ENOSPC, pipe);
                faults.failRebind(1);
                assertThat(source.vm().tryRestart()).succeeds(); // and fails again
            }
            event(source.vm(), ENOSPC, pipe);
            assertThat(source.vm().tryRestart()).succeeds();
            source.assertGoesOn();
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-020")
    @ExpectsLog(KilledVm.BAN_IN_LOG)
    @ValueSource(strings = {"EXEC", "VM_BIND", "EXEC_QUEUE_CREATE"})
    void vmIsKilledWhenItsEventIsRead(String call, DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, WATCH_ID);
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            Vm vm = source.vm();
            source.kill();
            event(source.vm(), EPERM, pipe);

            switch (call) {
                case "EXEC" ->
                    assertThat(source.job().queue().tryExec(FREE_ADDRESS)).failsWith(ECANCELED);
                case "VM_BIND" ->
                    assertThat(vm.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                                    .set("bind.range", FREE_SIZE)
                                    .set("bind.addr", FREE_ADDRESS)))
                            .failsWith(ENOENT);
                default -> assertThat(vm.tryCreateQueue()).failsWith(ENOENT);
            }
        }
    }
}
