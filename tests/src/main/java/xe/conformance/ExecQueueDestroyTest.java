// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOENT;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Vm;
import xe.rules.Rule;
import xe.uapi.DrmXeExecQueueDestroy;

/** EXEC_QUEUE_DESTROY: what must be zero, and queues that don't exist. */
class ExecQueueDestroyTest {
    private static GoodRequest destroy(DrmFile file, int id) {
        return new GoodRequest(
                file,
                DrmXeExecQueueDestroy.DRM_IOCTL_XE_EXEC_QUEUE_DESTROY,
                request -> request.set("exec_queue_id", id));
    }

    static Stream<String> pads() {
        return GoodRequest.slots(DrmXeExecQueueDestroy.STRUCT, "pad");
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeExecQueueDestroy.STRUCT, "reserved");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pads")
    @Rule("EQD-001")
    void everyBitOfPadGivesEinval(String slot, DrmFile file) {
        destroy(file, file.createVm(0).createQueue().id()).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("EQD-002")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        destroy(file, file.createVm(0).createQueue().id()).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 9, 0xffffffff})
    @Rule("EQD-003")
    void anUnknownQueueGivesEnoent(int id, DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();
        assertThat(destroy(file, id).send()).failsWith(ENOENT);

        assertThat(queue.tryDestroy()).succeeds();
    }

    @Test
    @Rule("EQD-003")
    void theQueueOfAnotherFileGivesEnoent(DrmFile file, DrmFile stranger) {
        ExecQueue queue = file.createVm(0).createQueue();
        assertThat(destroy(stranger, queue.id()).send()).failsWith(ENOENT);

        assertThat(queue.tryDestroy()).succeeds();
    }

    @Test
    @Rule("EQD-004")
    void theSecondDestroyGivesEnoent(DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();

        assertThat(queue.tryDestroy()).succeeds();
        assertThat(queue.tryDestroy()).failsWith(ENOENT);
    }

    @Test
    @Rule("EQD-005")
    void theIdIsFreeAtOnce(DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue first = vm.createQueue();
        vm.createQueue();
        first.destroy();

        assertThat(vm.tryCreateQueue()).succeedsWith("exec_queue_id", first.id());
    }

    @Test
    @Rule("EQD-006")
    void aQueueOutlivesItsVm(DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue queue = vm.createQueue();
        vm.destroy();

        assertThat(queue.tryDestroy()).succeeds();
    }
}
