// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.observation.ObservationDefect.OBS_001_EXTENSIONS_IGNORED;
import static xe.sim.driver.observation.ObservationDefect.OBS_002_TYPE_CUT_TO_32_BITS;
import static xe.sim.driver.observation.ObservationDefect.OBS_002_UNKNOWN_TYPE_IS_OA;
import static xe.sim.driver.observation.ObservationDefect.OBS_003_OP_CUT_TO_32_BITS;
import static xe.sim.driver.observation.ObservationDefect.OBS_003_UNKNOWN_OP_IGNORED;
import static xe.sim.driver.observation.ObservationDefect.OBS_004_EVERY_OP_OPENS;
import static xe.uapi.DrmXeObservationParam.DRM_IOCTL_XE_OBSERVATION;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_ADD_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_REMOVE_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_STREAM_OPEN;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_EU_STALL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_OA;

import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.os.FileTree;
import xe.uapi.StructView;

/**
 * OBSERVATION ({@code xe_observation_ioctl()}).
 */
public final class Observation {
    private static final long LOW_HALF = 0xffff_ffffL;

    private final XeDevice device;
    private final OaConfigs configs;
    private final OaStreams oaStreams;
    private final EuStallStreams euStallStreams;

    private Observation(XeDevice device, FileTree tree) {
        ObservationPermission permission = new ObservationPermission(device.machine(), tree);
        this.device = device;
        this.configs = new OaConfigs(device, tree, permission);
        this.oaStreams = new OaStreams(device, configs, permission);
        this.euStallStreams = new EuStallStreams(device, permission);
    }

    /** Adds the ioctl to the device, and its files to the tree. */
    public static void register(XeDevice device, FileTree tree) {
        device.add(DRM_IOCTL_XE_OBSERVATION, new Observation(device, tree)::handle);
    }

    private long handle(XeFile file, StructView args) {
        if (args.get("extensions") != 0 && !device.has(OBS_001_EXTENSIONS_IGNORED)) {
            return EINVAL.negated();
        }
        long type = args.get("observation_type") & (device.has(OBS_002_TYPE_CUT_TO_32_BITS) ? LOW_HALF : -1);
        if (type == DRM_XE_OBSERVATION_TYPE_EU_STALL) {
            return euStall(args);
        }
        return type == DRM_XE_OBSERVATION_TYPE_OA || device.has(OBS_002_UNKNOWN_TYPE_IS_OA)
                ? oa(file, args)
                : EINVAL.negated();
    }

    private long oa(XeFile file, StructView args) {
        long op = args.get("observation_op") & (device.has(OBS_003_OP_CUT_TO_32_BITS) ? LOW_HALF : -1);
        long param = args.get("param");
        if (op == DRM_XE_OBSERVATION_OP_STREAM_OPEN) {
            return oaStreams.open(file, param);
        }
        if (op == DRM_XE_OBSERVATION_OP_ADD_CONFIG) {
            return configs.add(file, param);
        }
        if (op == DRM_XE_OBSERVATION_OP_REMOVE_CONFIG) {
            return configs.remove(file, param);
        }
        return device.has(OBS_003_UNKNOWN_OP_IGNORED) ? 0 : EINVAL.negated();
    }

    private long euStall(StructView args) {
        boolean opens = args.get("observation_op") == DRM_XE_OBSERVATION_OP_STREAM_OPEN;
        return opens || device.has(OBS_004_EVERY_OP_OPENS) ? euStallStreams.open(args.get("param")) : EINVAL.negated();
    }
}
