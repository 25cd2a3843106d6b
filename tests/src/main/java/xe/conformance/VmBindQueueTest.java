// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.rules.Rule;

/** VM_BIND: the queue that it goes through. */
class VmBindQueueTest {
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-060")
    void queueZeroIsTheOneOfTheVm(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.vm().createQueue(); // a first queue of the file, which is none for binds
            assertThat(place.request(operation).with("exec_queue_id", 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-060")
    void aBindQueueOfTheVmIsTaken(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            ExecQueue queue = place.vm().createBindQueue();
            assertThat(place.request(operation).with("exec_queue_id", queue.id()))
                    .succeeds();
        }
    }

    @Test
    @Rule("BND-061")
    void aDestroyedQueueGivesEnoent(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            ExecQueue queue = place.vm().createBindQueue();
            GoodRequest unmap = place.request(Operation.UNMAP);
            assertThat(unmap.with("exec_queue_id", queue.id())).succeeds();

            queue.destroy();
            assertThat(unmap.with("exec_queue_id", queue.id())).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("BND-061")
    void aQueueOfAnotherFileGivesEnoent(DrmFile file, RenderNode node) {
        try (DrmFile other = node.open();
                BindPlace place = BindPlace.in(file)) {
            ExecQueue queue = other.createVm(0).createBindQueue();
            place.request(Operation.UNMAP).refuses("exec_queue_id", queue.id(), ENOENT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-062")
    void aQueueOfAnEngineGivesEinval(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            ExecQueue queue = place.vm().createQueue();
            place.request(operation).refuses("exec_queue_id", queue.id());
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-063")
    void aBindQueueOfAnotherVmGivesEinval(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            Vm other = file.createVm(0);
            ExecQueue queue = other.createBindQueue();
            place.request(operation).refuses("exec_queue_id", queue.id());
        }
    }

    @Test
    @Rule("BND-063")
    void withoutAnOperationToo(DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue queue = file.createVm(0).createBindQueue();
        assertThat(vm.tryBind(request -> request.set("num_binds", 0).set("exec_queue_id", queue.id())))
                .failsWith(EINVAL);
        assertThat(vm.tryBind(request -> request.set("num_binds", 0))).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "UNMAP_ALL")
    @Rule("BND-064")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void aKilledVmTakesNoBinds(Operation operation, DrmFile file) {
        try (KilledVm victim = KilledVm.of(file, LR_MODE);
                BindPlace killed = BindPlace.in(victim.vm());
                BindPlace alive = BindPlace.in(file)) {
            assertThat(killed.request(operation).send()).failsWith(ENOENT);
            assertThat(alive.request(operation).send()).succeeds();
        }
    }
}
