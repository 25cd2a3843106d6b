// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeExec.DRM_IOCTL_XE_EXEC;
import static xe.uapi.DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** EXEC on a queue of width two, which runs on two video engines at once. */
@Requires(Feature.TWO_VIDEO_ENGINES)
class ExecParallelTest {
    private static final int ENTRY = DrmXeEngineClassInstance.STRUCT.size();

    /** An EXEC without a batch on a queue of width two. */
    private static GoodRequest withoutBatch(DrmFile file) {
        Vm vm = file.createVm(0);
        Engine first = file.device().facts().parallelEngines().getFirst();
        try (NativeMemory instances = NativeMemory.allocate(file.kernel(), 2L * ENTRY)) {
            for (int i = 0; i < 2; i++) {
                new StructView(
                                DrmXeEngineClassInstance.STRUCT,
                                instances.segment().asSlice((long) ENTRY * i, ENTRY))
                        .set("engine_class", first.engineClass())
                        .set("engine_instance", first.instance() + i)
                        .set("gt_id", first.gtId());
            }
            Outcome queue = file.ioctl(
                    DRM_IOCTL_XE_EXEC_QUEUE_CREATE,
                    request -> request.set("width", 2)
                            .set("num_placements", 1)
                            .set("vm_id", vm.id())
                            .set("instances", instances.address()));
            queue.orThrow();
            long id = queue.answer().get("exec_queue_id");
            return new GoodRequest(file, DRM_IOCTL_XE_EXEC, request -> request.set("exec_queue_id", id));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 8, NativeMemory.NEVER_MAPPED, 1L << 63, -4096})
    @Rule("EXE-011")
    void addressesOfBatchesThatCantBeReadGiveEfault(long address, DrmFile file) {
        withoutBatch(file).and(request -> request.set("address", address)).refuses("num_batch_buffer", 2, EFAULT);
    }

    @ParameterizedTest(name = "{0} batches")
    @ValueSource(ints = {1, 3, 4, 0xffff})
    @Rule("EXE-007")
    void aQueueOfWidthTwoTakesTwoBatches(int batches, DrmFile file) {
        withoutBatch(file).refuses("num_batch_buffer", batches, EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 8, -4096})
    @Rule("EXE-012")
    void withoutABatchItsAddressIsNotRead(long address, DrmFile file) {
        assertThat(withoutBatch(file).with("address", address)).succeeds();
    }
}
