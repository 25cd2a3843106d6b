// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeExec.DRM_IOCTL_XE_EXEC;
import static xe.uapi.DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE;
import static xe.uapi.DrmXeExecQueueDestroy.DRM_IOCTL_XE_EXEC_QUEUE_DESTROY;
import static xe.uapi.DrmXeExecQueueGetProperty.DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY;
import static xe.uapi.DrmXeExecQueueSetProperty.DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY;
import static xe.uapi.DrmXeGemCreate.DRM_IOCTL_XE_GEM_CREATE;
import static xe.uapi.DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET;
import static xe.uapi.DrmXeMadvise.DRM_IOCTL_XE_MADVISE;
import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;
import static xe.uapi.DrmXeVmDestroy.DRM_IOCTL_XE_VM_DESTROY;
import static xe.uapi.DrmXeVmGetProperty.DRM_IOCTL_XE_VM_GET_PROPERTY;
import static xe.uapi.DrmXeVmQueryMemRangeAttr.DRM_IOCTL_XE_VM_QUERY_MEM_RANGE_ATTRS;
import static xe.uapi.DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART;
import static xe.uapi.DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE;
import static xe.uapi.DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE;

import xe.kernel.Ioc;
import xe.sim.driver.bind.VmBind;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.exec.Exec;
import xe.sim.driver.gem.GemCreate;
import xe.sim.driver.gem.GemMmapOffset;
import xe.sim.driver.madvise.Madvise;
import xe.sim.driver.query.DeviceQuery;
import xe.sim.driver.queue.ExecQueueCreateIoctl;
import xe.sim.driver.queue.ExecQueueIoctls;
import xe.sim.driver.range.QueryMemRanges;
import xe.sim.driver.vm.VmCreateIoctl;
import xe.sim.driver.vm.VmDestroyIoctl;
import xe.sim.driver.vm.VmGetPropertyIoctl;
import xe.sim.driver.vm.VmRestartIoctl;
import xe.sim.driver.wait.WaitUserFence;
import xe.sim.driver.watch.WatchQueueIoctl;
import xe.sim.drm.CoreDefect;
import xe.uapi.DrmXeVmDestroy;
import xe.uapi.Ioctl;

/**
 * The driver's ioctl table ({@code xe_ioctls[]}).
 */
public final class XeIoctls {
    private static final int EXTRA = Ioctl.DRM_COMMAND_BASE + 0x12;

    private XeIoctls() {}

    public static void register(XeDevice device) {
        ExecQueueIoctls queues = new ExecQueueIoctls(device);
        device.add(DRM_IOCTL_XE_VM_CREATE, new VmCreateIoctl(device)::create);
        device.add(DRM_IOCTL_XE_VM_DESTROY, new VmDestroyIoctl(device)::destroy);
        device.add(DRM_IOCTL_XE_VM_GET_PROPERTY, new VmGetPropertyIoctl(device)::get);
        device.add(DRM_IOCTL_XE_EXEC_QUEUE_CREATE, new ExecQueueCreateIoctl(device)::create);
        device.add(DRM_IOCTL_XE_EXEC_QUEUE_DESTROY, queues::destroy);
        device.add(DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY, queues::getProperty);
        device.add(DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY, queues::setProperty);
        device.add(DRM_IOCTL_XE_DEVICE_QUERY, new DeviceQuery());
        device.add(DRM_IOCTL_XE_GEM_CREATE, new GemCreate());
        device.add(DRM_IOCTL_XE_GEM_MMAP_OFFSET, new GemMmapOffset());
        device.add(DRM_IOCTL_XE_VM_BIND, new VmBind());
        device.add(DRM_IOCTL_XE_MADVISE, new Madvise());
        device.add(DRM_IOCTL_XE_VM_QUERY_MEM_RANGE_ATTRS, new QueryMemRanges());
        device.add(DRM_IOCTL_XE_EXEC, new Exec());
        device.add(DRM_IOCTL_XE_WAIT_USER_FENCE, new WaitUserFence());
        if (device.series()) { // CORE-008
            device.add(DRM_IOCTL_XE_VM_RESTART, new VmRestartIoctl(device)::restart);
            device.add(DRM_IOCTL_XE_WATCH_QUEUE, new WatchQueueIoctl(device)::subscribe);
        }
        if (device.has(CoreDefect.CORE_008_EXTRA_SLOT)) {
            int request = Ioc.request(Ioc.WRITE, Ioctl.DRM_TYPE, EXTRA, DrmXeVmDestroy.STRUCT.size());
            device.add(new Ioctl("DRM_IOCTL_XE_EXTRA", request, DrmXeVmDestroy.STRUCT), (file, args) -> 0);
        }
    }
}
