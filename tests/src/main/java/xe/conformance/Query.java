// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;

import java.lang.foreign.ValueLayout;
import xe.drm.DrmFile;
import xe.kernel.Scratch;
import xe.uapi.DrmXeDeviceQuery;
import xe.uapi.Outcome;

/** The queries that every device answers at least with a size. */
enum Query {
    ENGINES(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_ENGINES),
    MEM_REGIONS(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_MEM_REGIONS),
    CONFIG(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_CONFIG),
    GT_LIST(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_GT_LIST),
    HWCONFIG(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_HWCONFIG),
    GT_TOPOLOGY(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_GT_TOPOLOGY),
    ENGINE_CYCLES(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_ENGINE_CYCLES),
    UC_FW_VERSION(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_UC_FW_VERSION),
    OA_UNITS(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_OA_UNITS),
    PXP_STATUS(DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_PXP_STATUS);

    private final int id;

    Query(int id) {
        this.id = id;
    }

    GoodRequest size(DrmFile file) {
        return ask(file, 0, 0);
    }

    long sizeBytes(DrmFile file) {
        Outcome asked = size(file).send();
        asked.orThrow();
        return asked.answer().get("size");
    }

    GoodRequest ask(DrmFile file, long size, long data) {
        return new GoodRequest(
                file,
                DRM_IOCTL_XE_DEVICE_QUERY,
                request -> request.set("query", id).set("size", size).set("data", data));
    }

    /** The whole answer, of the size that the device asks for. */
    Answer answer(DrmFile file) {
        long size = sizeBytes(file);
        try (Scratch data = Scratch.borrow(size)) {
            if (size > 0) {
                ask(file, size, data.address()).send().orThrow();
            }
            return new Answer(data.segment().toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
