// SPDX-License-Identifier: MIT
package xe.drm;

import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.StructView;

/**
 * An engine that DEVICE_QUERY lists.
 *
 * @param engineClass {@code DRM_XE_ENGINE_CLASS_...} of {@link DrmXeEngineClassInstance}
 */
public record Engine(int engineClass, int instance, int gtId) {
    void write(StructView place) {
        place.set("engine_class", engineClass)
                .set("engine_instance", instance)
                .set("gt_id", gtId)
                .set("pad", 0);
    }
}
