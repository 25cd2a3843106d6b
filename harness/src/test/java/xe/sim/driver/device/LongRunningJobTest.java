// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ETIME;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_FAULT_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_LR_MODE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import xe.drm.Mi;
import xe.kernel.Abi;
import xe.uapi.DrmXeVmBindOp;

@Timeout(20)
class LongRunningJobTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(5);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long USERPTR = 0x40_0000;

    private final Client client = new Client("LNL");
    private final int vm = client.createVm(DRM_XE_VM_CREATE_FLAG_LR_MODE);
    private final MemorySegment batch = client.batchBuffer(vm);
    private final int queue = client.createQueue(vm);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void theUserFenceOfAJobWakesTheWaiter() {
        Client.write(batch, Mi.BATCH_BUFFER_END);

        assertThat(client.tryExec(queue)).isZero();
        assertThat(client.tryWait(batch, queue, LONG)).isZero();
    }

    @Test
    void aJobRunsUntilItIsToldToEnd() {
        Client.spin(batch);
        assertThat(client.tryExec(queue)).isZero();
        Client.await(() -> Client.counter(batch) > 2);
        assertThat(client.tryWait(batch, queue, SHORT)).isEqualTo(ETIME.negated());

        batch.set(ValueLayout.JAVA_INT, Client.FLAG - Client.BATCH, 0);

        assertThat(client.tryWait(batch, queue, LONG)).isZero();
    }

    @Test
    void munmapOfAUserptrPreemptsAndTheJobGoesOn() {
        long memory = anonymous(2);
        assertThat(bindUserptr(memory, 2)).isZero();
        Client.spin(batch);
        assertThat(client.tryExec(queue)).isZero();
        Client.await(() -> Client.counter(batch) > 2);

        assertThat(client.machine.mappings().munmap(memory + Abi.PAGE_SIZE, Abi.PAGE_SIZE))
                .isZero();
        int before = Client.counter(batch);
        Client.await(() -> Client.counter(batch) > before + 2);

        assertThat(client.file.vms().get(vm).userptrs().needsRepin()).isFalse();
        assertThat(client.queueBanned(queue)).isFalse();
        client.machine.mappings().munmap(memory, Abi.PAGE_SIZE);
    }

    @Test
    void aSplitOfALargePagePreemptsAndTheJobGoesOn() {
        long size = 4 * 65536;
        int buffer = client.createBuffer(size);
        assertThat(client.tryBind(
                        vm, op -> op.set("obj", buffer).set("range", size).set("addr", USERPTR)))
                .isZero();
        Client.spin(batch);
        assertThat(client.tryExec(queue)).isZero();
        Client.await(() -> Client.counter(batch) > 2);
        PreemptFence fence = client.file.queues().get(queue).fence();

        assertThat(client.tryBind(
                        vm,
                        op -> op.set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                                .set("range", Abi.PAGE_SIZE)
                                .set("addr", USERPTR)))
                .isZero();

        Client.await(() -> !fence.equals(client.file.queues().get(queue).fence()));
        int before = Client.counter(batch);
        Client.await(() -> Client.counter(batch) > before + 2);
    }

    @Test
    void aUserptrNeedsMemory() {
        assertThat(bindUserptr(0, 1)).isEqualTo(EFAULT.negated());
    }

    @Test
    void theGpuWritesTheMemoryOfAUserptr() {
        long memory = anonymous(1);
        assertThat(bindUserptr(memory, 1)).isZero();
        Client.write(batch, Mi.STORE_DATA_IMM_DWORD, (int) USERPTR + 8, 0, 0x1234, Mi.BATCH_BUFFER_END);

        assertThat(client.tryExec(queue)).isZero();
        assertThat(client.tryWait(batch, queue, LONG)).isZero();

        assertThat(client.machine.memory().getInt(memory + 8)).isEqualTo(0x1234);
        client.machine.mappings().munmap(memory, Abi.PAGE_SIZE);
    }

    @Test
    void anUnmappedAddressIsStoredAsAFaultAndBansTheQueue() {
        Client.write(batch, Mi.STORE_DATA_IMM_DWORD, 0x7654_3210, 0, 1, Mi.BATCH_BUFFER_END);

        assertThat(client.tryExec(queue)).isZero();
        assertThat(client.tryWait(batch, queue, LONG)).isEqualTo(EIO.negated());

        assertThat(client.file.vms().get(vm).faults().snapshot())
                .isEqualTo(List.of(new FaultList.VmFault(0x7654_3000, 4096, 1, 0, 2)));
        assertThat(client.tryExec(queue)).isEqualTo(ECANCELED.negated());
    }

    @Test
    void aFaultModeVmMapsAtTheFirstAccess() {
        int faulting = client.createVm(DRM_XE_VM_CREATE_FLAG_LR_MODE | DRM_XE_VM_CREATE_FLAG_FAULT_MODE);
        MemorySegment page = client.batchBuffer(faulting);
        int faultingQueue = client.createQueue(faulting);
        Client.write(page, Mi.BATCH_BUFFER_END);

        assertThat(client.tryExec(faultingQueue)).isZero();
        assertThat(client.tryWait(page, faultingQueue, LONG)).isZero();
        assertThat(client.file.vms().get(faulting).faults().snapshot()).isEmpty();
    }

    private long bindUserptr(long memory, long pages) {
        return client.tryBind(
                vm,
                op -> op.set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR)
                        .set("userptr", memory)
                        .set("range", pages * Abi.PAGE_SIZE)
                        .set("addr", USERPTR));
    }

    private long anonymous(long pages) {
        return client.machine
                .mappings()
                .mmap(0, pages * Abi.PAGE_SIZE, Abi.PROT_READ | Abi.PROT_WRITE, Abi.MAP_PRIVATE | Abi.MAP_ANONYMOUS, 0);
    }
}
