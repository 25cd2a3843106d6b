// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ENOSPC;
import static xe.uapi.KeyNotification.NOTIFY_KEY_UPDATED;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.FilterSpec;
import xe.watch.NotificationPipe;

/** The event of one of several VMs, on one of several pipes, and after what went before it. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.COMPUTE_JOB})
class VmErrorPositionTest {
    private static final int VMS = 3;

    @ParameterizedTest(name = "VM {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("EVT-009")
    void vmIdIsThatOfTheVmThatFailed(int failing, DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        List<KilledVm> vms = new ArrayList<>();
        try {
            for (int i = 0; i < VMS; i++) {
                vms.add(KilledVm.alive(file, LR_MODE));
            }
            vms.get(failing).kill();
            vms.get(failing).expectEvent(pipe);

            for (int i = 0; i < VMS; i++) {
                if (i != failing) {
                    vms.get(i).assertGoesOn();
                }
            }
            assertThat(pipe.drain()).isEmpty();
        } finally {
            vms.forEach(KilledVm::close);
        }
    }

    @Test
    @Rule("EVT-009")
    void vmIdStaysWhenAnOlderVmGoes(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, KilledVm.WATCH_ID);
        Vm older = file.createVm(LR_MODE);
        file.createVm(LR_MODE);
        try (KilledVm failing = KilledVm.alive(file, LR_MODE)) {
            older.destroy();
            failing.kill();

            failing.expectEvent(pipe);
        }
    }

    @ParameterizedTest(name = "pipe {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("EVT-005")
    void aPipeWhoseFilterStopsTheEventKeepsItFromNoOther(
            int filtered, DrmFile file, NotificationPipe first, NotificationPipe second, NotificationPipe third) {
        List<NotificationPipe> pipes = List.of(first, second, third);
        pipes.get(filtered).filter(FilterSpec.passing(WATCH_TYPE_KEY_NOTIFY, NOTIFY_KEY_UPDATED));
        pipes.forEach(pipe -> file.watch(pipe, KilledVm.WATCH_ID));
        try (KilledVm failing = KilledVm.of(file, LR_MODE)) {
            for (int i = 0; i < pipes.size(); i++) {
                if (i == filtered) {
                    assertThat(pipes.get(i).drain()).isEmpty();
                } else {
                    failing.expectEvent(pipes.get(i));
                }
            }
        }
    }

    @Test
    @Rule("EVT-024")
    void aPipeThatWasFullOnceGetsTheNextEvent(RenderNode node, DrmFile file, NotificationPipe witness, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, node.device().deadline())) {
            pipe.setSize(1);
            file.watch(pipe, KilledVm.WATCH_ID);
            FullPipe.fill(pipe, node);
            try (KilledVm _ = KilledVm.of(file, LR_MODE, witness)) {
                assertThat(pipe.drain()).hasSize(FullPipe.CAPACITY + 1); // and a loss record
            }
            try (KilledVm next = KilledVm.of(file, LR_MODE)) {
                next.expectEvent(pipe);
            }
        }
    }

    @Test
    @Rule("EVT-011")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void everyFailureOfAVmHasATimestampOfItsOwn(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            for (int round = 0; round < 3; round++) {
                long before = System.nanoTime();
                stopped.failAgain();
                long posted = assertThat(pipe.next())
                        .isVmErr(RebindVictim.WATCH_ID, stopped.vm().id(), ENOSPC)
                        .timestampNs();

                assertTrue("timestamp_ns " + posted + " is not before " + before, posted - before >= 0);
            }
        }
    }

    @Test
    @Rule("EVT-015")
    void anEventThatIsNotReadYetOutlivesItsFile(
            RenderNode node, NotificationPipe before, NotificationPipe pipe, NotificationPipe after) {
        int vmId;
        try (DrmFile file = node.open()) {
            file.watch(before, 1);
            file.watch(pipe, 0x15);
            file.watch(after, 2);
            try (KilledVm failing = KilledVm.of(file, LR_MODE)) {
                vmId = failing.vm().id();
            }
        }
        for (NotificationPipe witness : List.of(before, after)) {
            int watchId = witness.equals(before) ? 1 : 2;
            assertThat(witness.next()).isVmErr(watchId, vmId, KilledVm.ERROR);
            assertThat(witness.next()).isRemoval(watchId); // all are there now
        }

        assertThat(pipe.next()).isVmErr(0x15, vmId, KilledVm.ERROR);
        assertThat(pipe.next()).isRemoval(0x15);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"killed", "killed, RESTARTABLE"})
    @Rule("WQ-041")
    void removalComesForAFileWithAKilledVm(String state, RenderNode node, NotificationPipe pipe) {
        try (DrmFile file = node.open();
                KilledVm failing = KilledVm.of(file, state.equals("killed") ? LR_MODE : LR_MODE | RESTARTABLE)) {
            file.watch(pipe, 0x41);
            failing.job().letEnd();
            file.close();

            assertThat(pipe.next()).isRemoval(0x41);
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("WQ-041")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void removalComesForAFileWithAPausedVm(
            RenderNode node, NotificationPipe events, NotificationPipe pipe, Faults faults) {
        try (DrmFile file = node.open();
                RebindVictim stopped = RebindVictim.stopped(file, events, faults)) {
            file.watch(pipe, 0x41);
            stopped.job().letEnd();
            file.close();

            assertThat(pipe.next()).isRemoval(0x41);
            assertThat(pipe.drain()).isEmpty();
        }
    }
}
