// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_observation_param}: opens a stream of OA or EU stall data, or changes OA configurations (32
 * bytes, write-only).
 *
 * <p>To open a stream, {@code param} is the address of a chain of {@link DrmXeExtSetProperty}; to add a
 * configuration, of a {@link DrmXeOaConfig}.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules OBS-001 to OBS-006, OAO-001 to OAO-027, EUS-001 to EUS-016.
 */
public final class DrmXeObservationParam {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_observation_param")
            .u64("extensions")
            .mustBeZero()
            .u64("observation_type")
            .u64("observation_op")
            .u64("param")
            .build();

    public static final int DRM_XE_OBSERVATION = 0x0b;

    public static final Ioctl DRM_IOCTL_XE_OBSERVATION =
            Ioctl.xe("DRM_IOCTL_XE_OBSERVATION", Ioc.WRITE, DRM_XE_OBSERVATION, STRUCT);

    public static final int DRM_XE_OBSERVATION_TYPE_OA = 0;
    public static final int DRM_XE_OBSERVATION_TYPE_EU_STALL = 1;

    public static final int DRM_XE_OBSERVATION_OP_STREAM_OPEN = 0;
    public static final int DRM_XE_OBSERVATION_OP_ADD_CONFIG = 1;
    public static final int DRM_XE_OBSERVATION_OP_REMOVE_CONFIG = 2;

    /** ioctl(2) requests of the stream's descriptor. */
    public static final int DRM_XE_OBSERVATION_IOCTL_ENABLE = 0x6900;

    public static final int DRM_XE_OBSERVATION_IOCTL_DISABLE = 0x6901;
    public static final int DRM_XE_OBSERVATION_IOCTL_CONFIG = 0x6902;
    public static final int DRM_XE_OBSERVATION_IOCTL_STATUS = 0x6903;
    public static final int DRM_XE_OBSERVATION_IOCTL_INFO = 0x6904;

    public static final int DRM_XE_OA_EXTENSION_SET_PROPERTY = 0;
    public static final int DRM_XE_OA_PROPERTY_OA_UNIT_ID = 1;
    public static final int DRM_XE_OA_PROPERTY_SAMPLE_OA = 2;
    public static final int DRM_XE_OA_PROPERTY_OA_METRIC_SET = 3;
    public static final int DRM_XE_OA_PROPERTY_OA_FORMAT = 4;
    public static final int DRM_XE_OA_PROPERTY_OA_PERIOD_EXPONENT = 5;
    public static final int DRM_XE_OA_PROPERTY_OA_DISABLED = 6;
    public static final int DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID = 7;
    public static final int DRM_XE_OA_PROPERTY_OA_ENGINE_INSTANCE = 8;
    public static final int DRM_XE_OA_PROPERTY_NO_PREEMPT = 9;
    public static final int DRM_XE_OA_PROPERTY_NUM_SYNCS = 10;
    public static final int DRM_XE_OA_PROPERTY_SYNCS = 11;
    public static final int DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE = 12;
    public static final int DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS = 13;

    /** Parts of the value of DRM_XE_OA_PROPERTY_OA_FORMAT. */
    public static final int DRM_XE_OA_FORMAT_MASK_FMT_TYPE = 0xff << 0;

    public static final int DRM_XE_OA_FORMAT_MASK_COUNTER_SEL = 0xff << 8;
    public static final int DRM_XE_OA_FORMAT_MASK_COUNTER_SIZE = 0xff << 16;
    public static final int DRM_XE_OA_FORMAT_MASK_BC_REPORT = 0xff << 24;

    public static final int DRM_XE_OA_FMT_TYPE_OAG = 0;
    public static final int DRM_XE_OA_FMT_TYPE_OAR = 1;
    public static final int DRM_XE_OA_FMT_TYPE_OAM = 2;
    public static final int DRM_XE_OA_FMT_TYPE_OAC = 3;
    public static final int DRM_XE_OA_FMT_TYPE_OAM_MPEC = 4;
    public static final int DRM_XE_OA_FMT_TYPE_PEC = 5;

    public static final int DRM_XE_EU_STALL_EXTENSION_SET_PROPERTY = 0;
    public static final int DRM_XE_EU_STALL_PROP_GT_ID = 1;
    public static final int DRM_XE_EU_STALL_PROP_SAMPLE_RATE = 2;
    public static final int DRM_XE_EU_STALL_PROP_WAIT_NUM_REPORTS = 3;

    private DrmXeObservationParam() {}
}
