// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeExecQueueGetProperty.DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY;
import static xe.uapi.DrmXeExecQueueSetProperty.DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.FaultingJob;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.DrmXeExecQueueGetProperty;
import xe.uapi.DrmXeExecQueueSetProperty;

/** EXEC_QUEUE_GET_PROPERTY and EXEC_QUEUE_SET_PROPERTY of a queue that is in no group. */
class ExecQueuePropertyTest {
    private static final int NO_QUEUE = 9;
    private static final long FAULTING_ADDRESS = 0x4000_0000;

    private static GoodRequest get(DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();
        return new GoodRequest(
                file, DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY, request -> request.set("exec_queue_id", queue.id()));
    }

    /** A request in which only the queue is wrong, as no property of a queue without a group can be set. */
    private static GoodRequest setOfNoQueue(DrmFile file) {
        return new GoodRequest(
                file,
                DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY,
                request -> request.set("exec_queue_id", NO_QUEUE)
                        .set("property", DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY));
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeExecQueueGetProperty.STRUCT, "reserved");
    }

    static Stream<String> reservedOfSet() {
        return GoodRequest.slots(DrmXeExecQueueSetProperty.STRUCT, "reserved");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("EQG-001")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        get(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "property {0}")
    @ValueSource(ints = {0, 1, 0xffffffff})
    @Rule("EQG-002")
    void anUnknownQueueGivesEnoentWhateverTheProperty(int property, DrmFile file) {
        assertThat(file.ioctl(DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY, request -> {
                    request.set("exec_queue_id", NO_QUEUE).set("property", property);
                }))
                .failsWith(ENOENT);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 0x100, 0x80000000, 0xffffffff})
    @Rule("EQG-003")
    void anUnknownPropertyGivesEinval(int property, DrmFile file) {
        get(file).refuses("property", property);
    }

    @Test
    @Rule("EQG-004")
    void aHealthyQueueIsNotBanned(DrmFile file) {
        assertThat(get(file).with("value", -1)).succeedsWith("value", 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reservedOfSet")
    @Rule("EQS-001")
    void everyBitOfReservedOfSetPropertyGivesEinval(String slot, DrmFile file) {
        GoodRequest set = setOfNoQueue(file);
        DrmXeExecQueueSetProperty.STRUCT
                .nonZeroValues(slot)
                .forEach(value -> assertThat(set.with(slot, value)).failsWith(EINVAL));

        assertThat(set.send()).failsWith(ENOENT);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 0xffffffff})
    @Rule("EQS-002")
    void anotherPropertyGivesEinvalBeforeTheQueueIsLookedUp(int property, DrmFile file) {
        assertThat(setOfNoQueue(file).with("property", property)).failsWith(EINVAL);

        assertThat(setOfNoQueue(file).send()).failsWith(ENOENT);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, NO_QUEUE, 0xffffffff})
    @Rule("EQS-003")
    void setPropertyOfAnUnknownQueueGivesEnoent(int id, DrmFile file) {
        assertThat(setOfNoQueue(file).with("exec_queue_id", id)).failsWith(ENOENT);
    }

    @ParameterizedTest(name = "priority {0}")
    @ValueSource(longs = {0, 1, 2})
    @Rule("EQS-005")
    void aQueueInNoGroupHasNoPriorityToSet(long priority, DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();

        assertThat(file.ioctl(DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY, request -> {
                    request.set("exec_queue_id", queue.id())
                            .set("property", DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY)
                            .set("value", priority);
                }))
                .failsWith(EINVAL);
    }

    /** By the errno of a priority that exists, a queue in no group cannot be told from a bad priority. */
    @ParameterizedTest(name = "priority {0}")
    @ValueSource(longs = {3, 4, 0x100, 0x1_0000_0000L, 0x1_0000_0001L, Long.MIN_VALUE, -1})
    @Rule("EQS-004")
    void anUnknownPriorityGivesEinval(long priority, DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();
        GoodRequest set = setOfNoQueue(file);
        assertThat(set.with("value", priority)).failsWith(ENOENT);

        assertThat(file.ioctl(DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY, request -> {
                    request.set("exec_queue_id", queue.id())
                            .set("property", DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY)
                            .set("value", priority);
                }))
                .failsWith(EINVAL);
    }

    @Test
    @Requires(Feature.USM)
    @Rule("EQG-005")
    void aQueueWhoseJobFaultedIsBanned(DrmFile file) {
        Vm vm = file.createVm(VmFlags.LR_MODE | VmFlags.FAULT_MODE);
        ExecQueue first = file.queue(vm, 1);

        FaultingJob.write(vm, FAULTING_ADDRESS, () -> assertTrue("the ban of a queue that faulted", first.isBanned()));
    }
}
