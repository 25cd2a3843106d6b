// SPDX-License-Identifier: MIT
package xe.conformance;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import xe.uapi.DrmXeMadvise;
import xe.uapi.StructView;

/** The types of MADVISE. */
enum Advice {
    PREFERRED_LOC(DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_PREFERRED_LOC),
    ATOMIC(DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_ATOMIC),
    PAT(DrmXeMadvise.DRM_XE_MEM_RANGE_ATTR_PAT),
    PURGEABLE(DrmXeMadvise.DRM_XE_VMA_ATTR_PURGEABLE_STATE);

    private final int type;

    Advice(int type) {
        this.type = type;
    }

    /** Advice that every fresh mapping follows already. */
    @CanIgnoreReturnValue
    StructView fill(StructView request, int patIndex) {
        request.set("type", type);
        return this == PAT ? request.set("pat_index.val", patIndex) : request;
    }
}
