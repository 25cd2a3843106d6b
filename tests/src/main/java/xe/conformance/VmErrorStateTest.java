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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.DrmXeVmBindOp;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/** What a VM does once the event of its error has been read. */
@ExpectsLog(RebindVictim.KILL_IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class VmErrorStateTest {
    private static final int WATCH_ID = 0x16;
    private static final int ROUNDS = 6;
    private static final long FREE_ADDRESS = 0x100_0000L;
    private static final long FREE_SIZE = 0x1_0000L;

    private static Notification.VmErr event(RebindVictim source, Errno errno, NotificationPipe pipe) {
        return assertThat(pipe.next()).isVmErr(WATCH_ID, source.vm().id(), errno);
    }

    private static void assertKilled(RebindVictim source) {
        assertThat(source.job().tryAwaitEnd(source.vm().file().device().deadline()))
                .failsWith(EIO);
    }

    @Test
    @Rule("EVT-016")
    @Requires(Feature.VM_RESTART)
    void restartableVmReportsEnospcAndIsPaused(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE | RESTARTABLE, faults)) {
            source.assertGoesOn(); // control
            source.fail();
            event(source, ENOSPC, pipe);

            assertThat(source.vm().tryRestart()).succeeds();
            source.assertGoesOn();
        }
    }

    @Test
    @Rule("EVT-016")
    @Requires({Feature.VM_RESTART, Feature.FAIL_FUNCTION})
    void restartableVmReportsEnomemAndIsPaused(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE | RESTARTABLE, faults)) {
            source.fail(Errno.ENOMEM);
            event(source, Errno.ENOMEM, pipe);

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
        try (RebindVictim source = RebindVictim.on(file, LR_MODE | RESTARTABLE, faults)) {
            source.fail(errno);
            event(source, errno, pipe);

            assertThat(source.vm().tryRestart()).failsWith(ENOENT);
            assertKilled(source);
        }
    }

    @Test
    @Rule("EVT-018")
    void plainVmReportsEnospcAndIsKilled(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            source.fail();
            event(source, ENOSPC, pipe);

            assertKilled(source);
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
            event(source, errno, pipe);

            assertKilled(source);
        }
    }

    @Test
    @Rule("EVT-014")
    @Requires(Feature.VM_RESTART)
    void timestampOfTheEventFitsVmRestart(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE | RESTARTABLE, faults)) {
            long before = System.nanoTime();
            source.fail();
            long timestamp = event(source, ENOSPC, pipe).timestampNs();

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
    @Requires(Feature.VM_RESTART)
    void vmIsPausedWhenItsEventIsRead(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE | RESTARTABLE, faults)) {
            source.fail();
            for (int round = 0; round < ROUNDS; round++) {
                event(source, ENOSPC, pipe);
                faults.failRebind(1);
                assertThat(source.vm().tryRestart()).succeeds(); // and fails again
            }
            event(source, ENOSPC, pipe);
            assertThat(source.vm().tryRestart()).succeeds();
            source.assertGoesOn();
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-020")
    @ExpectsLog(RebindVictim.BAN_IN_LOG)
    @ValueSource(strings = {"EXEC", "VM_BIND", "EXEC_QUEUE_CREATE"})
    void vmIsKilledWhenItsEventIsRead(String call, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, WATCH_ID);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            Vm vm = source.vm();
            source.fail();
            event(source, ENOSPC, pipe);

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
