// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.ExecQueue;
import xe.drm.Vm;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.StructView;

/** EXEC_QUEUE_CREATE: what must be zero, unknown flags, the VM, ids. */
class ExecQueueCreateTest {
    static Stream<Integer> unknownFlags() {
        return GoodRequest.flagsFrom(1);
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeExecQueueCreate.STRUCT, "reserved");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownFlags")
    @Rule("EQC-001")
    void anUnknownFlagGivesEinval(int flag, DrmFile file) {
        refused(file, EINVAL, request -> request.set("flags", flag));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("EQC-002")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        Vm vm = file.createVm(0);
        Engine engine = file.device().jobEngine();
        DrmXeExecQueueCreate.STRUCT
                .nonZeroValues(slot)
                .forEach(value -> assertThat(vm.tryCreateQueue(engine, request -> request.set(slot, value)))
                        .failsWith(EINVAL));

        assertThat(vm.tryCreateQueue()).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 9, 0xffffffff})
    @Rule("EQC-030")
    void anUnknownVmGivesEnoent(int id, DrmFile file) {
        Vm vm = file.createVm(0);
        assertThat(file.vm(id).tryCreateQueue()).failsWith(ENOENT);

        assertThat(vm.tryCreateQueue()).succeeds();
    }

    @Test
    @Rule("EQC-041")
    void theLowestFreeIdIsGiven(DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue first = vm.createQueue();
        assertEqual("the first id", 1, first.id());
        assertEqual("the second id", 2, vm.createQueue().id());

        first.destroy();
        assertEqual("the id after the first was freed", 1, vm.createQueue().id());
        assertEqual("the next id", 3, vm.createQueue().id());
    }

    @ParameterizedTest(name = "width {0}, {1} placements")
    @CsvSource({"0, 1", "1, 0", "0, 0", "0, 65535"})
    @Rule("EQC-003")
    void noInstanceAtAllGivesEinval(int width, int placements, DrmFile file) {
        refused(file, EINVAL, request -> request.set("width", width).set("num_placements", placements));
    }

    @ParameterizedTest(name = "width {0}, {1} placements")
    @CsvSource({"1, 10", "10, 1", "2, 5", "5, 2", "1, 65535", "65535, 65535"})
    @Rule("EQC-004")
    void moreThanNineInstancesGiveEinval(int width, int placements, DrmFile file) {
        refused(file, EINVAL, request -> request.set("width", width).set("num_placements", placements));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 8, -8})
    @Rule("EQC-005")
    void instancesThatCantBeReadGiveEfault(long instances, DrmFile file) {
        refused(file, EFAULT, request -> request.set("instances", instances));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 7, 0xffffffff})
    @Rule("EQC-042")
    void anIdInTheRequestIsNotLookedAt(int id, DrmFile file) {
        Vm vm = file.createVm(0);
        Engine engine = file.device().jobEngine();

        assertThat(vm.tryCreateQueue(engine, request -> request.set("exec_queue_id", id)))
                .succeedsWith("exec_queue_id", 1);
    }

    /** The request that {@code change} makes wrong gives {@code errno}; without the change it succeeds. */
    private static void refused(DrmFile file, Errno errno, Consumer<StructView> change) {
        Vm vm = file.createVm(0);
        assertThat(vm.tryCreateQueue(file.device().jobEngine(), change)).failsWith(errno);

        assertThat(vm.tryCreateQueue()).succeeds();
    }
}
