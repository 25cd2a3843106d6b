// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EPERM;

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
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.Fd;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/** Who gets the event of a VM error, and in which order. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.COMPUTE_JOB})
class VmErrorEventTest {
    private static final int ROUNDS = 8;

    @Test
    @Rule("EVT-006")
    void eventGoesToTheFileOfTheVmAlone(RenderNode node, NotificationPipe own, NotificationPipe strange) {
        try (DrmFile before = node.open();
                DrmFile owner = node.open();
                DrmFile after = node.open()) {
            owner.watch(own, 1);
            before.watch(strange, 2);
            after.watch(strange, 3);
            try (KilledVm source = KilledVm.alive(owner, LR_MODE)) {
                source.kill();
                assertThat(own.next()).isVmErr(1, source.vm().id(), EPERM);
            }

            before.close();
            assertThat(strange.next()).isRemoval(2);
            after.close();
            assertThat(strange.next()).isRemoval(3);
        }
    }

    @Test
    @Rule("EVT-007")
    void otherFileOnTheSamePipeGetsNothing(RenderNode node, NotificationPipe pipe) {
        try (DrmFile owner = node.open();
                DrmFile newest = node.open()) {
            owner.watch(pipe, 1);
            newest.watch(pipe, 2);
            try (KilledVm source = KilledVm.alive(owner, LR_MODE)) {
                source.kill();
                assertThat(pipe.next()).isVmErr(1, source.vm().id(), EPERM);
            }

            newest.close();
            assertThat(pipe.next()).isRemoval(2);
        }
    }

    @Test
    @Rule("EVT-007")
    void subscriptionThroughACopyOfTheDescriptorGetsTheEvent(DrmFile file, NotificationPipe pipe) {
        try (DrmFile copy = file.dup();
                KilledVm source = KilledVm.alive(file, LR_MODE)) {
            copy.watch(pipe, 7);
            source.kill();

            assertThat(pipe.next()).isVmErr(7, source.vm().id(), EPERM);
        }
    }

    @Test
    @Rule("EVT-008")
    void laterSubscriptionGetsNoOlderEvent(RenderNode node, NotificationPipe early, NotificationPipe late) {
        try (DrmFile file = node.open()) {
            file.watch(early, 1);
            try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
                source.kill();
                assertThat(early.next()).isVmErr(1, source.vm().id(), EPERM); // control: it was posted
            }
            file.watch(late, 2);
            file.close();

            assertThat(late.next()).isRemoval(2);
        }
    }

    @Test
    @Rule("EVT-015")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void eventsOfAPipeAreInPostingOrder(DrmFile file, NotificationPipe pipe, NotificationPipe witness, Faults faults) {
        file.watch(pipe, 1);
        file.watch(witness, 2);
        List<Notification.VmErr> posted = new ArrayList<>();
        try (RebindVictim one = RebindVictim.on(file, faults);
                RebindVictim other = RebindVictim.on(file, faults)) {
            one.fail();
            posted.add(event(witness, one.vm()));
            other.fail();
            posted.add(event(witness, other.vm()));
            for (int i = 0; i < 3; i++) {
                other.failAgain();
                posted.add(event(witness, other.vm()));
                one.failAgain();
                posted.add(event(witness, one.vm()));
            }
        }

        long last = 0;
        for (Notification.VmErr expected : posted) {
            Notification.VmErr event = assertThat(pipe.next()).isVmErr(1, expected.vmId(), ENOSPC);
            assertEqual("timestamp_ns on both pipes", expected.timestampNs(), event.timestampNs());
            assertTrue(
                    "timestamp_ns " + event.timestampNs() + " is not before " + last, event.timestampNs() - last >= 0);
            last = event.timestampNs();
        }
    }

    private static Notification.VmErr event(NotificationPipe witness, Vm vm) {
        return assertThat(witness.next()).isVmErr(2, vm.id(), ENOSPC);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-021")
    @ValueSource(strings = {"VM destroyed", "file closed"})
    void workerThatIsQueuedAtTheEndReportsNothing(String ended, RenderNode node, NotificationPipe pipe) {
        for (int round = 0; round < ROUNDS; round++) {
            try (DrmFile file = node.open()) {
                file.watch(pipe, 0x21);
                Vm vm = file.createVm(LR_MODE);
                vm.createQueue().destroy(); // queues the worker (RBW-014)
                if (ended.equals("VM destroyed")) {
                    vm.destroy();
                }
            }

            assertThat(pipe.next()).isRemoval(0x21);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-024")
    @ValueSource(strings = {"full", "not sized", "without reader", "closed"})
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void pipeThatTakesNothingDisturbsNobody(
            String state,
            RenderNode node,
            DrmFile file,
            NotificationPipe before,
            NotificationPipe after,
            Kernel kernel,
            Faults faults) {
        try (NotificationPipe deaf = NotificationPipe.open(kernel, node.device().deadline())) {
            if (!state.equals("not sized")) {
                deaf.setSize(1);
            }
            file.watch(before, 1);
            file.watch(deaf, 2);
            file.watch(after, 3);
            switch (state) {
                case "full" -> FullPipe.fill(deaf, node);
                case "without reader" -> deaf.closeReadEnd();
                case "closed" -> deaf.close();
                default -> {}
            }

            try (RebindVictim source = RebindVictim.on(file, faults)) {
                source.fail();

                assertThat(before.next()).isVmErr(1, source.vm().id(), ENOSPC);
                assertThat(after.next()).isVmErr(3, source.vm().id(), ENOSPC);
                assertThat(source.vm().tryRestart()).succeeds();
                source.assertGoesOn();
            }
        }
    }

    @Test
    @Rule("EVT-027")
    void nodeItselfShowsNothing(RenderNode node, NotificationPipe pipe, Kernel kernel) {
        try (DrmFile file = node.open(Abi.O_RDWR | Abi.O_NONBLOCK | Abi.O_CLOEXEC);
                NativeMemory buffer = NativeMemory.allocate(kernel, 1024)) {
            file.watch(pipe, 1);
            try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
                source.kill();
                assertThat(pipe.next()).isVmErr(1, source.vm().id(), EPERM); // control: it was posted
            }

            // Never closed: the number belongs to the file.
            Fd descriptor = new Fd(kernel, "render node", file.fd());
            assertEqual("poll of the node", 0, descriptor.poll(Abi.POLLIN, 0));
            assertThat(descriptor.tryRead(buffer.address(), buffer.size())).failsWith(EAGAIN);
        }
    }
}
