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
            DrmXeMadvise.DRM_IOCTL_XE_MADVISE,
            DrmXeObservationParam.DRM_IOCTL_XE_OBSERVATION,
            DrmXeVmBind.DRM_IOCTL_XE_VM_BIND,
            DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE,
            DrmXeVmDestroy.DRM_IOCTL_XE_VM_DESTROY,
            DrmXeVmGetProperty.DRM_IOCTL_XE_VM_GET_PROPERTY,
            DrmXeVmQueryMemRangeAttr.DRM_IOCTL_XE_VM_QUERY_MEM_RANGE_ATTRS,
            DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART,
            DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE,
            DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE,
            DrmGemClose.DRM_IOCTL_GEM_CLOSE,
            DrmGetCap.DRM_IOCTL_GET_CAP,
            DmaHeapAllocationData.DMA_HEAP_IOCTL_ALLOC,
            UdmabufCreate.UDMABUF_CREATE,
            DrmPrimeHandle.DRM_IOCTL_PRIME_FD_TO_HANDLE,
            DrmPrimeHandle.DRM_IOCTL_PRIME_HANDLE_TO_FD,
            DrmSetClientCap.DRM_IOCTL_SET_CLIENT_CAP,
            DrmSyncobjArray.DRM_IOCTL_SYNCOBJ_RESET,
            DrmSyncobjArray.DRM_IOCTL_SYNCOBJ_SIGNAL,
            DrmSyncobjCreate.DRM_IOCTL_SYNCOBJ_CREATE,
            DrmSyncobjDestroy.DRM_IOCTL_SYNCOBJ_DESTROY,
            DrmSyncobjEventfd.DRM_IOCTL_SYNCOBJ_EVENTFD,
            DrmSyncobjHandle.DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE,
            DrmSyncobjHandle.DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD,
            DrmSyncobjTimelineArray.DRM_IOCTL_SYNCOBJ_QUERY,
            DrmSyncobjTimelineArray.DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL,
            DrmSyncobjTimelineWait.DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT,
            DrmSyncobjTransfer.DRM_IOCTL_SYNCOBJ_TRANSFER,
            DrmSyncobjWait.DRM_IOCTL_SYNCOBJ_WAIT,
            DrmUnique.DRM_IOCTL_GET_UNIQUE,
            DrmVersion.DRM_IOCTL_VERSION);

    public static final List<CStruct> STRUCTS = List.of(
            DrmGemClose.STRUCT,
            DrmGetCap.STRUCT,
            DmaHeapAllocationData.STRUCT,
            DrmPrimeHandle.STRUCT,
            DrmSetClientCap.STRUCT,
            DrmSyncobjArray.STRUCT,
            DrmSyncobjCreate.STRUCT,
            DrmSyncobjDestroy.STRUCT,
            DrmSyncobjEventfd.STRUCT,
            DrmSyncobjHandle.STRUCT,
            DrmSyncobjTimelineArray.STRUCT,
            DrmSyncobjTimelineWait.STRUCT,
            DrmSyncobjTransfer.STRUCT,
            DrmSyncobjWait.STRUCT,
            DrmUnique.STRUCT,
            DrmVersion.STRUCT,
            DrmXeDeviceQuery.STRUCT,
            DrmXeEngine.STRUCT,
            DrmXeEngineClassInstance.STRUCT,
            DrmXeExec.STRUCT,
            DrmXeExecQueueCreate.STRUCT,
            DrmXeExecQueueDestroy.STRUCT,
            DrmXeExecQueueGetProperty.STRUCT,
            DrmXeExecQueueSetProperty.STRUCT,
            DrmXeExtSetProperty.STRUCT,
            DrmXeGemCreate.STRUCT,
            DrmXeGemMmapOffset.STRUCT,
            DrmXeGt.STRUCT,
            DrmXeMadvise.STRUCT,
            DrmXeMemRangeAttr.STRUCT,
            DrmXeMemRegion.STRUCT,
            DrmXeOaConfig.STRUCT,
            DrmXeOaStreamInfo.STRUCT,
            DrmXeOaStreamStatus.STRUCT,
            DrmXeOaUnit.STRUCT,
            DrmXeObservationParam.STRUCT,
            DrmXeQueryConfig.STRUCT,
            DrmXeQueryEngineCycles.STRUCT,
            DrmXeQueryEngines.STRUCT,
            DrmXeQueryEuStall.STRUCT,
            DrmXeQueryGtList.STRUCT,
            DrmXeQueryMemRegions.STRUCT,
            DrmXeQueryOaUnits.STRUCT,
            DrmXeQueryPxpStatus.STRUCT,
            DrmXeQueryTopologyMask.STRUCT,
            DrmXeQueryUcFwVersion.STRUCT,
            DrmXeSync.STRUCT,
            DrmXeUserExtension.STRUCT,
            DrmXeVmBind.STRUCT,
            DrmXeVmBindOp.STRUCT,
            DrmXeVmCreate.STRUCT,
            DrmXeVmDestroy.STRUCT,
            DrmXeVmGetProperty.STRUCT,
            DrmXeVmQueryMemRangeAttr.STRUCT,
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
            UdmabufCreate.STRUCT,
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
