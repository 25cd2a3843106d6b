// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;
import static xe.uapi.DrmXeVmGetProperty.DRM_IOCTL_XE_VM_GET_PROPERTY;

import java.util.function.Consumer;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.uapi.DrmXeDeviceQuery;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/** A call that has a field for extensions and takes none. */
enum Unextended {
    DEVICE_QUERY,
    GEM_MMAP_OFFSET,
    VM_CREATE,
    VM_BIND,
    EXEC,
    VM_GET_PROPERTY;

    /** A request that succeeds. */
    GoodRequest request(DrmFile file) {
        return switch (this) {
            case DEVICE_QUERY ->
                good(
                        file,
                        DRM_IOCTL_XE_DEVICE_QUERY,
                        request -> request.set("query", DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_CONFIG));
            case GEM_MMAP_OFFSET -> {
                int handle = file.createBo(BindPlace.SIZE).handle();
                yield good(file, DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> request.set("handle", handle));
            }
            case VM_CREATE -> good(file, DRM_IOCTL_XE_VM_CREATE, request -> {});
            case VM_BIND -> SyncCaller.EMPTY_BIND.request(file.createVm(0));
            case EXEC -> SyncCaller.EXEC.request(file.createVm(0));
            case VM_GET_PROPERTY -> {
                Vm vm = file.createVm(0);
                yield good(file, DRM_IOCTL_XE_VM_GET_PROPERTY, request -> request.set("vm_id", vm.id()));
            }
        };
    }

    private static GoodRequest good(DrmFile file, Ioctl ioctl, Consumer<StructView> fill) {
        return new GoodRequest(file, ioctl, fill);
    }
}
