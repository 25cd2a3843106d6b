// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_EU_STALL;
import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_REMOVE_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_OA;

import java.util.Optional;
import xe.kernel.Errno;

/**
 * Finds out what a device and a user can observe.
 */
final class ObservationProbe {
    private final DrmFile file;

    ObservationProbe(DrmFile file) {
        this.file = file;
    }

    /** Why the feature is missing; empty if it is there. */
    Optional<String> missing(Feature feature) {
        return switch (feature) {
            case OA -> because(permission() == Errno.ENODEV, "no OA");
            case OBSERVATION -> because(permission() != Errno.EFAULT, "the user may not observe: " + permission());
            case OBSERVATION_GUARDED -> because(unprivileged() != Errno.EACCES, "everybody may observe");
            case OA_MEDIA_UNIT ->
                because(
                        file.device()
                                .oaFacts()
                                .otherThan(DRM_XE_OA_UNIT_TYPE_OAG)
                                .isEmpty(),
                        "no OAM unit");
            case EU_STALL -> because(euStall() != Errno.OK, "no EU stall sampling");
            case NO_EU_STALL -> because(euStall() != Errno.ENODEV, "samples EU stalls");
            default -> because(file.device().oaFacts().mediaGt().isEmpty(), "no standalone media GT");
        };
    }

    private static Optional<String> because(boolean missing, String reason) {
        return missing ? Optional.of(reason) : Optional.empty();
    }

    /** EFAULT for a caller that may change configurations (OAC-002, OAC-011). */
    private Errno permission() {
        return new Observation(file)
                .tryObserve(DRM_XE_OBSERVATION_TYPE_OA, DRM_XE_OBSERVATION_OP_REMOVE_CONFIG, 0)
                .errno();
    }

    private Errno unprivileged() {
        try (DroppedCapabilities _ = DroppedCapabilities.ofObservers(file.kernel())) {
            return permission();
        }
    }

    private Errno euStall() {
        return file.ioctl(DRM_IOCTL_XE_DEVICE_QUERY, request -> request.set("query", DRM_XE_DEVICE_QUERY_EU_STALL))
                .errno();
    }
}
