// SPDX-License-Identifier: MIT
package xe.uapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import xe.kernel.Ioc;

/**
 * Every ioctl and struct of this package, for what goes through them all: traces, layout checks, random requests.
 */
public final class XeUapi {
    /** The ioctls that take a struct; the requests of other files than a DRM node stand with their structs. */
    public static final List<Ioctl> IOCTLS = List.of(
            DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY,
            DrmXeExec.DRM_IOCTL_XE_EXEC,
            DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE,
            DrmXeExecQueueDestroy.DRM_IOCTL_XE_EXEC_QUEUE_DESTROY,
            DrmXeExecQueueGetProperty.DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY,
            DrmXeExecQueueSetProperty.DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY,
            DrmXeGemCreate.DRM_IOCTL_XE_GEM_CREATE,
            DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET,
            DrmXeVmBind.DRM_IOCTL_XE_VM_BIND,
            DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE,
            DrmXeVmDestroy.DRM_IOCTL_XE_VM_DESTROY,
            DrmXeVmGetProperty.DRM_IOCTL_XE_VM_GET_PROPERTY,
            DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART,
            DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE,
            DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE,
            DrmGemClose.DRM_IOCTL_GEM_CLOSE,
            DrmGetCap.DRM_IOCTL_GET_CAP,
            DrmSetClientCap.DRM_IOCTL_SET_CLIENT_CAP,
            DrmUnique.DRM_IOCTL_GET_UNIQUE,
            DrmVersion.DRM_IOCTL_VERSION);

    public static final List<CStruct> STRUCTS = List.of(
            DrmGemClose.STRUCT,
            DrmGetCap.STRUCT,
            DrmSetClientCap.STRUCT,
            DrmUnique.STRUCT,
            DrmVersion.STRUCT,
            DrmXeDeviceQuery.STRUCT,
            DrmXeEngineClassInstance.STRUCT,
            DrmXeExec.STRUCT,
            DrmXeExecQueueCreate.STRUCT,
            DrmXeExecQueueDestroy.STRUCT,
            DrmXeExecQueueGetProperty.STRUCT,
            DrmXeExecQueueSetProperty.STRUCT,
            DrmXeExtSetProperty.STRUCT,
            DrmXeGemCreate.STRUCT,
            DrmXeGemMmapOffset.STRUCT,
            DrmXeSync.STRUCT,
            DrmXeUserExtension.STRUCT,
            DrmXeVmBind.STRUCT,
            DrmXeVmBindOp.STRUCT,
            DrmXeVmCreate.STRUCT,
            DrmXeVmDestroy.STRUCT,
            DrmXeVmGetProperty.STRUCT,
            DrmXeVmRestart.STRUCT,
            DrmXeWaitUserFence.STRUCT,
            DrmXeWatchNotificationVmErr.STRUCT,
            DrmXeWatchQueue.STRUCT,
            EpollEvent.STRUCT,
            Iovec.STRUCT,
            KeyNotification.STRUCT,
            Pollfd.STRUCT,
            Rlimit64.STRUCT,
            Timespec.STRUCT,
            WatchNotification.STRUCT,
            WatchNotificationFilter.STRUCT,
            WatchNotificationRemoval.STRUCT,
            WatchNotificationTypeFilter.STRUCT,
            XeVmFault.STRUCT);

    private static final Map<Integer, Ioctl> BY_COMMAND =
            IOCTLS.stream().collect(Collectors.toUnmodifiableMap(i -> command(i.request()), Function.identity()));

    private XeUapi() {}

    /** The ioctl of this type and number, whatever the request says of size and direction, as drm_ioctl() looks it up. */
    public static Optional<Ioctl> byRequest(int request) {
        return Optional.ofNullable(BY_COMMAND.get(command(request)));
    }

    private static int command(int request) {
        return Ioc.request(Ioc.NONE, Ioc.type(request), Ioc.number(request), 0);
    }
}
