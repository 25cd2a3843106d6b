// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import xe.drm.Mi;
import xe.kernel.Abi;
import xe.kernel.RawMemory;
import xe.sim.driver.XeIoctls;
import xe.sim.driver.profile.Profile;
import xe.sim.drm.DrmNode;
import xe.sim.os.Defects;
import xe.sim.os.FileTree;
import xe.sim.os.Machine;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.DrmXeExec;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.DrmXeExecQueueGetProperty;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.DrmXeGemMmapOffset;
import xe.uapi.DrmXeSync;
import xe.uapi.DrmXeVmBind;
import xe.uapi.DrmXeVmCreate;
import xe.uapi.DrmXeWaitUserFence;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/**
 * A process with one open file of one device, as the driver sees it.
 */
final class Client implements AutoCloseable {
    static final long BATCH = 0x10_0000;
    static final long FENCE = BATCH + 0xf00;
    static final long FLAG = BATCH + 0x800;
    static final long COUNTER = BATCH + 0x804;

    private final Arena arena = Arena.ofShared();
    final Machine machine = Machine.boot(Defects.NONE, true);
    final XeDevice device;
    final XeFile file;

    Client(String profile) {
        device = new XeDevice(
                machine,
                new FileTree(machine.task(), machine.memory()),
                Profile.byName(profile),
                new XeDevice.Options(true, true, true, RebindFault.POSTED));
        XeIoctls.register(device);
        file = new XeFile(device, DrmNode.RENDER, Abi.O_RDWR);
    }

    @Override
    public void close() {
        file.put();
        device.close();
        machine.mappings().close();
        arena.close();
    }

    /** The result of an ioctl, which must not fail; the struct as it came back. */
    StructView call(Ioctl ioctl, Consumer<StructView> fill) {
        StructView args = args(ioctl, fill);
        assertThat(file.ioctl(ioctl.request(), args.segment().address()))
                .as(args::toString)
                .isZero();
        return args;
    }

    long tryCall(Ioctl ioctl, Consumer<StructView> fill) {
        return file.ioctl(ioctl.request(), args(ioctl, fill).segment().address());
    }

    private StructView args(Ioctl ioctl, Consumer<StructView> fill) {
        StructView args =
                new StructView(ioctl.struct(), arena.allocate(ioctl.struct().size(), 8));
        fill.accept(args);
        return args;
    }

    int createVm(int flags) {
        return call(DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE, args -> args.set("flags", flags))
                .getInt("vm_id");
    }

    int createQueue(int vm) {
        StructView engine = new StructView(
                DrmXeEngineClassInstance.STRUCT, arena.allocate(DrmXeEngineClassInstance.STRUCT.size(), 8));
        engine.set("engine_class", DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY);
        return call(
                        DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE,
                        args -> args.set("vm_id", vm)
                                .set("width", 1)
                                .set("num_placements", 1)
                                .set("instances", engine.segment().address()))
                .getInt("exec_queue_id");
    }

    int createBuffer(long size) {
        return call(
                        DrmXeGemCreate.DRM_IOCTL_XE_GEM_CREATE,
                        args -> args.set("size", size)
                                .set("placement", 1)
                                .set("cpu_caching", DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC))
                .getInt("handle");
    }

    MemorySegment map(int handle, long size) {
        long offset = call(DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET, args -> args.set("handle", handle))
                .get("offset");
        long address = file.mmap(0, size, Abi.PROT_READ | Abi.PROT_WRITE, Abi.MAP_SHARED, offset);
        assertThat(address).isPositive();
        return RawMemory.at(address, size);
    }

    /** Fills in the operation of a VM_BIND. */
    long tryBind(int vm, Consumer<StructView> fill) {
        return tryCall(DrmXeVmBind.DRM_IOCTL_XE_VM_BIND, args -> {
            args.set("vm_id", vm).set("num_binds", 1);
            args.struct("bind").set("pat_index", 2);
            fill.accept(args.struct("bind"));
        });
    }

    /** A buffer at BATCH, mapped for the CPU. */
    MemorySegment batchBuffer(int vm) {
        int handle = createBuffer(Abi.PAGE_SIZE);
        assertThat(tryBind(
                        vm,
                        op -> op.set("obj", handle).set("range", Abi.PAGE_SIZE).set("addr", BATCH)))
                .isZero();
        return map(handle, Abi.PAGE_SIZE);
    }

    /** Writes a batch that counts at COUNTER until FLAG is 0, and can be preempted. */
    static void spin(MemorySegment batch) {
        batch.set(ValueLayout.JAVA_INT, FLAG - BATCH, 1);
        write(
                batch,
                Mi.ATOMIC_INC_DWORD,
                (int) COUNTER,
                0,
                Mi.ARB_CHECK,
                Mi.COND_BATCH_BUFFER_END,
                0,
                (int) FLAG,
                0,
                Mi.BATCH_BUFFER_START,
                (int) BATCH,
                0);
    }

    static void write(MemorySegment batch, int... dwords) {
        MemorySegment.copy(dwords, 0, batch, ValueLayout.JAVA_INT, 0, dwords.length);
    }

    /** Submits the batch at BATCH; FENCE becomes 1 when it is done. */
    long tryExec(int queue) {
        StructView sync = new StructView(DrmXeSync.STRUCT, arena.allocate(DrmXeSync.STRUCT.size(), 8));
        sync.set("type", DrmXeSync.DRM_XE_SYNC_TYPE_USER_FENCE)
                .set("flags", DrmXeSync.DRM_XE_SYNC_FLAG_SIGNAL)
                .set("addr", FENCE)
                .set("timeline_value", 1);
        return tryCall(
                DrmXeExec.DRM_IOCTL_XE_EXEC,
                args -> args.set("exec_queue_id", queue)
                        .set("num_syncs", 1)
                        .set("syncs", sync.segment().address())
                        .set("address", BATCH)
                        .set("num_batch_buffer", 1));
    }

    /** Waits until the fence in the batch buffer is 1. */
    long tryWait(MemorySegment batch, int queue, long nanos) {
        return tryCall(
                DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE,
                args -> args.set("addr", batch.address() + FENCE - BATCH)
                        .set("value", 1)
                        .set("mask", -1)
                        .set("timeout", nanos)
                        .set("exec_queue_id", queue));
    }

    boolean queueBanned(int queue) {
        return call(
                                DrmXeExecQueueGetProperty.DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY,
                                args -> args.set("exec_queue_id", queue))
                        .get("value")
                != 0;
    }

    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    static int counter(MemorySegment batch) {
        return batch.get(ValueLayout.JAVA_INT, COUNTER - BATCH);
    }
}
