// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.observation.OaOpenDefect.OAO_002_NULL_CHAIN_IS_EMPTY;
import static xe.sim.driver.observation.OaOpenDefect.OAO_003_UNKNOWN_PROPERTY_IGNORED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_004_ALL_64_BITS;
import static xe.sim.driver.observation.OaOpenDefect.OAO_004_UNKNOWN_UNIT_IS_UNIT_0;
import static xe.sim.driver.observation.OaOpenDefect.OAO_005_UNKNOWN_FORMAT_REPLACED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_006_LIMIT_IS_30;
import static xe.sim.driver.observation.OaOpenDefect.OAO_006_NOT_LIMITED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_007_ANY_SIZE;
import static xe.sim.driver.observation.OaOpenDefect.OAO_007_LIMIT_IS_64M;
import static xe.sim.driver.observation.OaOpenDefect.OAO_008_ZERO_ACCEPTED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_009_NOT_LIMITED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_026_LOWEST_BIT_ONLY;
import static xe.sim.driver.observation.OaOpenDefect.OAO_027_HIGH_BITS_JUDGED;
import static xe.sim.driver.observation.OaStreamDefect.OAS_003_OTHER_PROPERTIES_IGNORED;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_NO_PREEMPT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_NUM_SYNCS;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_DISABLED;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_ENGINE_INSTANCE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_FORMAT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_METRIC_SET;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_PERIOD_EXPONENT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_UNIT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_SAMPLE_OA;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_SYNCS;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS;
import static xe.uapi.DrmXeSync.DRM_XE_MAX_SYNCS;

import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.extension.UserExtensions;
import xe.sim.driver.profile.OaUnit;
import xe.sim.os.Defect;

/**
 * What a chain of OA properties says ({@code struct xe_oa_open_param}).
 */
final class OaProperties {
    private static final long SMALLEST_BUFFER = 128 << 10;
    private static final long LARGEST_BUFFER = 128 << 20;
    private static final int LARGEST_EXPONENT = 31;

    private final XeDevice device;

    @Nullable
    OaUnit unit;

    boolean sample;
    int metricSet;

    @Nullable
    OaFormat format;

    int exponent = -1;
    boolean disabled;
    int queueId;
    int engineInstance;
    boolean noPreempt;
    int syncCount;
    long syncs;
    long bufferBytes;
    int waitReports;

    OaProperties(XeDevice device) {
        this.device = device;
    }

    /** Reads the chain of an open; 0 or a negated errno. */
    long readForOpen(long chain) {
        if (chain == 0 && device.has(OAO_002_NULL_CHAIN_IS_EMPTY)) {
            return 0;
        }
        return walk(chain, this::set);
    }

    /** Reads the chain of CONFIG, which knows three properties (OAS-003). */
    long readForConfig(long chain) {
        return walk(chain, (property, value) -> switch (property) {
            case DRM_XE_OA_PROPERTY_OA_METRIC_SET, DRM_XE_OA_PROPERTY_NUM_SYNCS, DRM_XE_OA_PROPERTY_SYNCS ->
                set(property, value);
            default -> refuseUnless(device.has(OAS_003_OTHER_PROPERTIES_IGNORED));
        });
    }

    private long walk(long chain, UserExtensions.Property property) {
        return UserExtensions.walkFrom(device, chain, UserExtensions.MAX_EXTENSIONS, property);
    }

    private long set(int property, long value) {
        switch (property) {
            case DRM_XE_OA_PROPERTY_OA_UNIT_ID -> {
                return setUnit(value);
            }
            case DRM_XE_OA_PROPERTY_SAMPLE_OA -> sample = truth(value);
            case DRM_XE_OA_PROPERTY_OA_METRIC_SET -> metricSet = (int) value;
            case DRM_XE_OA_PROPERTY_OA_FORMAT -> {
                return setFormat(value);
            }
            case DRM_XE_OA_PROPERTY_OA_PERIOD_EXPONENT -> {
                return setExponent(value);
            }
            case DRM_XE_OA_PROPERTY_OA_DISABLED -> disabled = truth(value);
            case DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID -> queueId = (int) value;
            case DRM_XE_OA_PROPERTY_OA_ENGINE_INSTANCE -> engineInstance = (int) value & 0xffff;
            case DRM_XE_OA_PROPERTY_NO_PREEMPT -> noPreempt = truth(value);
            case DRM_XE_OA_PROPERTY_NUM_SYNCS -> {
                syncCount = (int) value;
                return refuseUnless(
                        Long.compareUnsigned(value, DRM_XE_MAX_SYNCS) <= 0 || device.has(OAO_009_NOT_LIMITED));
            }
            case DRM_XE_OA_PROPERTY_SYNCS -> syncs = value;
            case DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE -> {
                return setBufferSize(value);
            }
            case DRM_XE_OA_PROPERTY_WAIT_NUM_REPORTS -> {
                waitReports = (int) value;
                return refuseUnless(value != 0 || device.has(OAO_008_ZERO_ACCEPTED));
            }
            default -> {
                return refuseUnless(device.has(OAO_003_UNKNOWN_PROPERTY_IGNORED));
            }
        }
        return 0;
    }

    private static long refuseUnless(boolean accepted) {
        return accepted ? 0 : EINVAL.negated();
    }

    /** OAO-026. */
    private boolean truth(long value) {
        return device.has(OAO_026_LOWEST_BIT_ONLY) ? (value & 1) != 0 : value != 0;
    }

    /** OAO-004: the driver keeps 32 bits. */
    private long setUnit(long value) {
        List<OaUnit> units = OaUnit.of(device.profile());
        long id = device.has(OAO_004_ALL_64_BITS) ? value : value & 0xffff_ffffL;
        if (Long.compareUnsigned(id, units.size()) < 0) {
            unit = units.get((int) id);
            return 0;
        }
        return refuseUnless(device.has(OAO_004_UNKNOWN_UNIT_IS_UNIT_0));
    }

    /** OAO-005, OAO-027. */
    private long setFormat(long value) {
        List<OaFormat> formats = OaFormat.of(device.profile().graphicsVersion());
        if (value >>> 32 != 0 && device.has(OAO_027_HIGH_BITS_JUDGED)) {
            return EINVAL.negated();
        }
        for (OaFormat known : formats) {
            if (known.is(value)) {
                format = known;
                return 0;
            }
        }
        format = formats.getFirst();
        return refuseUnless(device.has(OAO_005_UNKNOWN_FORMAT_REPLACED));
    }

    /** OAO-006. */
    private long setExponent(long value) {
        int most = has(OAO_006_LIMIT_IS_30) ? LARGEST_EXPONENT - 1 : LARGEST_EXPONENT;
        exponent = (int) value;
        return refuseUnless(Long.compareUnsigned(value, most) <= 0 || has(OAO_006_NOT_LIMITED));
    }

    /** OAO-007. */
    private long setBufferSize(long value) {
        long most = has(OAO_007_LIMIT_IS_64M) ? LARGEST_BUFFER / 2 : LARGEST_BUFFER;
        bufferBytes = value;
        boolean power = Long.bitCount(value) == 1;
        return refuseUnless((power && value >= SMALLEST_BUFFER && value <= most) || has(OAO_007_ANY_SIZE));
    }

    private boolean has(Defect defect) {
        return device.has(defect);
    }
}
