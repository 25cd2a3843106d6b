// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.uapi.DrmXeExec.DRM_IOCTL_XE_EXEC;
import static xe.uapi.DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE;
import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;
import static xe.uapi.DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import xe.uapi.Ioctl;

/**
 * Where a defect lets the rebind worker drop its VM's lock before the state has changed: it goes on once a call that needs the lock has
 * returned, and so has seen the old state.
 */
final class LateState {
    private static final Set<Ioctl> LOCKING =
            Set.of(DRM_IOCTL_XE_VM_RESTART, DRM_IOCTL_XE_EXEC, DRM_IOCTL_XE_VM_BIND, DRM_IOCTL_XE_EXEC_QUEUE_CREATE);

    private final XeDevice device;
    private final AtomicInteger open = new AtomicInteger();

    LateState(XeDevice device) {
        this.device = device;
    }

    /** The worker holds the lock of {@code vm}, and holds it again when this returns. */
    void letOneCallIn(XeVm vm) {
        Lock lock = vm.lock().writeLock();
        open.incrementAndGet();
        lock.unlock();
        device.machine().race().meet();
        lock.lock();
        open.decrementAndGet();
    }

    void returned(Ioctl ioctl) {
        if (open.get() > 0 && LOCKING.contains(ioctl)) {
            device.machine().race().meet();
        }
    }
}
