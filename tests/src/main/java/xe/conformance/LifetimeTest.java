// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
import static xe.uapi.DrmXeExecQueueSetProperty.DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY;
import static xe.uapi.DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Wait;
import xe.rules.Rule;
import xe.uapi.DrmXeExecQueueDestroy;
import xe.uapi.DrmXeExecQueueGetProperty;
import xe.uapi.DrmXeGemMmapOffset;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;

/** Ids of VMs, queues and buffers, and how long what they name lives. */
class LifetimeTest {
    private static final int SIZE = 65536;
    private static final int UNKNOWN = 9;

    private static Outcome offset(DrmFile file, int handle) {
        return file.ioctl(DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> request.set("handle", handle));
    }

    private static Outcome destroyQueue(DrmFile file, int id) {
        return file.ioctl(
                DrmXeExecQueueDestroy.DRM_IOCTL_XE_EXEC_QUEUE_DESTROY, request -> request.set("exec_queue_id", id));
    }

    @Test
    @Rule("LIF-001")
    void eachKindHasNumbersOfItsOwn(DrmFile file) {
        Vm vm = file.createVm(0);

        assertEqual("the first VM", 1, vm.id());
        assertEqual("the first queue", 1, vm.createQueue().id());
        assertEqual("the first buffer", 1, file.createBo(SIZE).handle());
    }

    @Test
    @Rule("LIF-001")
    void aDupOfTheFileHasTheSameObjects(DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue queue = vm.createQueue();
        Bo bo = file.createBo(SIZE);
        try (DrmFile same = file.dup()) {
            assertThat(offset(same, bo.handle())).succeeds();
            assertThat(destroyQueue(same, queue.id())).succeeds();
            assertThat(same.vm(vm.id()).tryDestroy()).succeeds();
        }
        assertThat(vm.tryDestroy()).failsWith(ENOENT);
        assertThat(offset(file, bo.handle())).succeeds();
    }

    @Test
    @Rule("LIF-002")
    void anotherFileKnowsNoneOfThem(DrmFile file, DrmFile stranger) {
        Vm vm = file.createVm(0);
        ExecQueue queue = vm.createQueue();
        Bo bo = file.createBo(SIZE);

        assertThat(stranger.vm(vm.id()).tryDestroy()).failsWith(ENOENT);
        assertThat(destroyQueue(stranger, queue.id())).failsWith(ENOENT);
        assertThat(offset(stranger, bo.handle())).failsWith(ENOENT);
        assertThat(stranger.tryCloseHandle(bo.handle())).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "VM {0}")
    @ValueSource(ints = {0, UNKNOWN, 0xffffffff})
    @Rule("LIF-003")
    void anUnknownVmGivesEinvalOnlyWhereRangesAreGiven(int id, DrmFile file) {
        Vm unknown = file.vm(id);
        assertThat(unknown.tryBind(request -> {
                    request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                            .set("bind.range", SIZE)
                            .set("bind.addr", SIZE);
                }))
                .failsWith(EINVAL);
        assertThat(unknown.tryMadvise(SIZE, SIZE, request -> Advice.ATOMIC.fill(request, 0)))
                .failsWith(EINVAL);
        assertThat(unknown.tryQueryMemRanges(request -> {})).failsWith(EINVAL);
        assertThat(unknown.tryDestroy()).failsWith(ENOENT);
        assertThat(unknown.tryGetProperty()).failsWith(ENOENT);
        assertThat(unknown.tryCreateQueue()).failsWith(ENOENT);
        if (id != 0) { // which stands for no VM there
            assertThat(file.tryCreateBo(SIZE, request -> request.set("vm_id", id)))
                    .failsWith(ENOENT);
        }
    }

    @ParameterizedTest(name = "queue {0}")
    @ValueSource(ints = {UNKNOWN, 0x7fffffff, 0xffffffff})
    @Rule("LIF-004")
    void anUnknownQueueGivesEnoentEverywhere(int id, DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue unknown = file.queue(vm, id);

        assertThat(unknown.tryExec(request -> request.set("num_batch_buffer", 0)))
                .failsWith(ENOENT);
        assertThat(unknown.tryDestroy()).failsWith(ENOENT);
        assertThat(unknown.tryGetProperty(DrmXeExecQueueGetProperty.DRM_XE_EXEC_QUEUE_GET_PROPERTY_BAN))
                .failsWith(ENOENT);
        assertThat(vm.tryBind(request -> {
                    request.set("exec_queue_id", id)
                            .set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                            .set("bind.range", SIZE)
                            .set("bind.addr", SIZE);
                }))
                .failsWith(ENOENT);
        assertThat(file.ioctl(
                        DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY,
                        request -> request.set("exec_queue_id", id)
                                .set("property", DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY)))
                .failsWith(ENOENT);
        assertThat(file.ioctl(DRM_IOCTL_XE_WAIT_USER_FENCE, request -> request.set("exec_queue_id", id)))
                .failsWith(ENOENT); // before its address is read
    }

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {UNKNOWN, 0x7fffffff, 0xffffffff})
    @Rule("LIF-005")
    void anUnknownBufferGivesEinvalOnlyFromGemClose(int handle, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(offset(file, handle)).failsWith(ENOENT);
        assertThat(Prime.export(file, handle, 0)).failsWith(ENOENT);
        assertThat(vm.tryBind(request -> {
                    request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP)
                            .set("bind.obj", handle)
                            .set("bind.range", SIZE)
                            .set("bind.addr", SIZE);
                }))
                .failsWith(ENOENT);
        assertThat(file.tryCloseHandle(handle)).failsWith(EINVAL);
    }

    @Test
    @Rule("LIF-006")
    void aMappingOutlivesTheFile(RenderNode node) {
        DrmFile file = node.open();
        Vm vm = file.createVm(0);
        vm.createQueue();
        Bo bo = file.createBo(SIZE);
        vm.bind(bo, SIZE);
        MemorySegment mapping = bo.map();
        mapping.set(ValueLayout.JAVA_LONG, 0, 0x1234);

        assertThat(file.tryClose()).succeeds();
        assertEqual("what was written before", 0x1234, mapping.get(ValueLayout.JAVA_LONG, 0));
        node.device().kernel().munmap(mapping.address(), SIZE).orThrow("munmap");
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("LIF-006")
    void closingTheFileGivesItsMemoryBack(RenderNode node, DrmFile witness) {
        DrmFile file = node.open();
        long before = vramInUse(witness);
        int placement = 1 << QueryMemRegionsTest.regions(witness).getLast().getInt("instance");
        file.tryCreateBo(SIZE, request -> request.set("placement", placement).set("cpu_caching", 2))
                .orThrow();
        long during = vramInUse(witness);
        file.close();

        Wait wait = node.device().deadline().begin("memory to come back");
        while (vramInUse(witness) > during - SIZE && wait.goesOn()) {
            wait.pause();
        }
        assertTrue("VRAM in use: " + before + ", then " + during, during >= before + SIZE);
        assertTrue("VRAM is given back, of " + during, vramInUse(witness) <= during - SIZE);
    }

    private static long vramInUse(DrmFile file) {
        return QueryMemRegionsTest.regions(file).getLast().get("used");
    }

    @ParameterizedTest(name = "number {0}")
    @ValueSource(ints = {1, 2, 3})
    @Rule("LIF-008")
    void theLowestFreeNumberComesFirst(int number, DrmFile file) {
        Vm vm = file.createVm(0);
        for (int i = 0; i < 3; i++) {
            vm.createQueue();
            file.createBo(SIZE);
            file.createVm(0);
        }
        assertThat(destroyQueue(file, number)).succeeds();
        assertThat(file.tryCloseHandle(number)).succeeds();
        assertThat(file.vm(number + 1).tryDestroy()).succeeds();

        assertEqual("the next queue", number, vm.createQueue().id());
        assertEqual("the next buffer", number, file.createBo(SIZE).handle());
        assertEqual("the next VM", number + 1, file.createVm(0).id());
    }

    @Test
    @Rule("LIF-009")
    void aBindQueueOutlivesItsVm(DrmFile file) {
        Vm vm = file.createVm(0);
        Outcome created = Placements.bind(0).create(vm);
        created.orThrow();

        assertThat(vm.tryDestroy()).succeeds();
        assertThat(destroyQueue(file, created.answer().getInt("exec_queue_id"))).succeeds();
    }

    @Test
    @Rule("LIF-010")
    void aBufferOutlivesTheVmThatOwnsIt(DrmFile file) {
        Vm vm = file.createVm(0);
        Outcome created = file.tryCreateBo(SIZE, request -> request.set("vm_id", vm.id()));
        created.orThrow();
        vm.destroy();

        Bo bo = file.bo(created.answer().getInt("handle"), SIZE);
        assertThat(offset(file, bo.handle())).succeeds();
        MemorySegment mapping = bo.map();
        mapping.set(ValueLayout.JAVA_LONG, 0, 1);
        bo.unmap(mapping);
        assertThat(file.tryCloseHandle(bo.handle())).succeeds();
    }
}
