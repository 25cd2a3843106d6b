// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_LR_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_RESTARTABLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import xe.kernel.Errno;
import xe.sim.driver.XeIoctls;
import xe.sim.driver.profile.Profile;
import xe.sim.drm.DrmNode;
import xe.sim.os.Defects;
import xe.sim.os.FileTree;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.DrmXeExecQueueDestroy;
import xe.uapi.DrmXeVmCreate;
import xe.uapi.DrmXeVmDestroy;
import xe.uapi.DrmXeVmGetProperty;
import xe.uapi.DrmXeVmRestart;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/** The states of a preempt-fence VM, as far as no job runs. */
class VmStateTest {
    private static final int LR = DRM_XE_VM_CREATE_FLAG_LR_MODE;
    private static final int RESTARTABLE = LR | DRM_XE_VM_CREATE_FLAG_RESTARTABLE;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Arena arena = Arena.ofShared();
    private final Machine machine = Machine.boot(Defects.NONE, true);
    private final XeDevice device = new XeDevice(
            machine,
            new FileTree(machine.task(), machine.memory()),
            Profile.byName("BMG"),
            new XeDevice.Options(true, true, true, RebindFault.POSTED));
    private OpenFile file;

    @BeforeEach
    void open() {
        XeIoctls.register(device);
        file = device.open(DrmNode.RENDER, 2).file();
    }

    @AfterEach
    void close() {
        file.put();
        device.close();
        arena.close();
    }

    @Test
    void freshVmIsNotPaused() {
        int vm = createVm(RESTARTABLE);

        assertThat(restart(vm)).isEqualTo(EALREADY);
        assertThat(faults(vm)).isEqualTo(Errno.OK);
        assertThat(destroyVm(vm)).isEqualTo(Errno.OK);
        assertThat(restart(vm)).isEqualTo(ENOENT);
    }

    @Test
    void liveQueueKeepsTheVm() {
        int vm = createVm(RESTARTABLE);
        int queue = createQueue(vm);

        assertThat(restart(vm)).isEqualTo(EALREADY);
        assertThat(destroyVm(vm)).isEqualTo(EBUSY);
        assertThat(destroyQueue(queue)).isEqualTo(Errno.OK);
        assertThat(destroyVm(vm)).isEqualTo(Errno.OK);
    }

    @Test
    void lastQueueGoneDeactivatesTheWorker() {
        int vm = createVm(RESTARTABLE);
        assertThat(destroyQueue(createQueue(vm))).isEqualTo(Errno.OK);

        assertThat(restartsWithin(vm)).isTrue();
        assertThat(restartsWithin(vm)).isTrue();
    }

    @Test
    void plainVmCannotBeRestarted() {
        assertThat(restart(createVm(LR))).isEqualTo(EINVAL);
        assertThat(restart(createVm(0))).isEqualTo(EINVAL);
    }

    private boolean restartsWithin(int vm) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (restart(vm) != Errno.OK) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private int createVm(int flags) {
        StructView args = args(DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE).set("flags", flags);
        assertThat(call(DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE, args)).isEqualTo(Errno.OK);
        return args.getInt("vm_id");
    }

    private int createQueue(int vm) {
        MemorySegment render = arena.allocate(DrmXeEngineClassInstance.STRUCT.size(), 8);
        StructView args = args(DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE)
                .set("vm_id", vm)
                .set("width", 1)
                .set("num_placements", 1)
                .set("instances", render.address());
        assertThat(call(DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE, args))
                .isEqualTo(Errno.OK);
        return args.getInt("exec_queue_id");
    }

    private Errno destroyQueue(int queue) {
        Ioctl ioctl = DrmXeExecQueueDestroy.DRM_IOCTL_XE_EXEC_QUEUE_DESTROY;
        return call(ioctl, args(ioctl).set("exec_queue_id", queue));
    }

    private Errno destroyVm(int vm) {
        return onVm(DrmXeVmDestroy.DRM_IOCTL_XE_VM_DESTROY, vm);
    }

    private Errno restart(int vm) {
        return onVm(DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART, vm);
    }

    private Errno faults(int vm) {
        return onVm(DrmXeVmGetProperty.DRM_IOCTL_XE_VM_GET_PROPERTY, vm);
    }

    private Errno onVm(Ioctl ioctl, int vm) {
        return call(ioctl, args(ioctl).set("vm_id", vm));
    }

    private StructView args(Ioctl ioctl) {
        return new StructView(ioctl.struct(), arena.allocate(ioctl.struct().size(), 8));
    }

    private Errno call(Ioctl ioctl, StructView args) {
        long result = file.ioctl(ioctl.request(), args.segment().address());
        return Errno.of((int) -result);
    }
}
