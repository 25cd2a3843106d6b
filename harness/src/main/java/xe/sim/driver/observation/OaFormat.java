// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_OAC;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_OAG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_OAM;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_OAM_MPEC;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_OAR;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_PEC;

import java.util.ArrayList;
import java.util.List;

/**
 * The format of a report ({@code struct xe_oa_format}).
 *
 * @param type DRM_XE_OA_FMT_TYPE_*
 * @param reportBytes size of a report
 * @param usable false for the one that can be named but not opened
 */
record OaFormat(int type, int select, int counterSize, int bcReport, int reportBytes, boolean usable) {
    private static final int XE2 = 2000;
    private static final int METEOR_LAKE = 1270;
    private static final int DG2 = 1255;

    private static final List<OaFormat> GEN12 = List.of(
            format(DRM_XE_OA_FMT_TYPE_OAG, 0, 64),
            format(DRM_XE_OA_FMT_TYPE_OAG, 2, 128),
            format(DRM_XE_OA_FMT_TYPE_OAG, 5, 256),
            new OaFormat(DRM_XE_OA_FMT_TYPE_OAG, 7, 0, 0, 64, false));

    private static final List<OaFormat> OAR_AND_OAC = List.of(
            format(DRM_XE_OA_FMT_TYPE_OAR, 5, 256),
            format(DRM_XE_OA_FMT_TYPE_OAG, 5, 256),
            format(DRM_XE_OA_FMT_TYPE_OAC, 1, 320),
            format(DRM_XE_OA_FMT_TYPE_OAC, 2, 192));

    private static final List<OaFormat> MEDIA =
            List.of(format(DRM_XE_OA_FMT_TYPE_OAM_MPEC, 1, 192), format(DRM_XE_OA_FMT_TYPE_OAM_MPEC, 2, 128));

    private static final List<OaFormat> PEC = List.of(
            pec(1, 1, 0, 576),
            pec(1, 1, 1, 640),
            pec(1, 0, 0, 320),
            pec(5, 1, 0, 320),
            pec(5, 0, 0, 192),
            pec(6, 1, 0, 320),
            pec(6, 0, 0, 192),
            pec(3, 1, 0, 320),
            pec(4, 1, 0, 320));

    private static OaFormat format(int type, int select, int reportBytes) {
        return new OaFormat(type, select, 0, 0, reportBytes, true);
    }

    private static OaFormat pec(int select, int counterSize, int bcReport, int reportBytes) {
        return new OaFormat(DRM_XE_OA_FMT_TYPE_PEC, select, counterSize, bcReport, reportBytes, true);
    }

    /** What a device of this graphics version has. */
    static List<OaFormat> of(int graphicsVersion) {
        List<OaFormat> formats = new ArrayList<>();
        if (graphicsVersion >= XE2) {
            formats.addAll(PEC);
        } else {
            formats.addAll(graphicsVersion >= DG2 ? OAR_AND_OAC : GEN12);
        }
        if (graphicsVersion >= METEOR_LAKE) {
            formats.addAll(MEDIA);
        }
        return List.copyOf(formats);
    }

    /** Whether this is what the property's value says. */
    boolean is(long value) {
        return type == (value & 0xff)
                && select == (value >>> 8 & 0xff)
                && counterSize == (value >>> 16 & 0xff)
                && bcReport == (value >>> 24 & 0xff);
    }

    /** Whether a unit of this type writes such reports. */
    boolean fits(int unitType) {
        boolean media = type == DRM_XE_OA_FMT_TYPE_OAM || type == DRM_XE_OA_FMT_TYPE_OAM_MPEC;
        return media == (unitType != DRM_XE_OA_UNIT_TYPE_OAG);
    }
}
