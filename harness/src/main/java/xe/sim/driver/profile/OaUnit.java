// SPDX-License-Identifier: MIT
package xe.sim.driver.profile;

import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAG;
import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAM;
import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAM_SAG;

import java.util.ArrayList;
import java.util.List;

/**
 * A unit that observes engines ({@code __xe_oa_init_oa_units()}).
 *
 * @param id over all GTs
 * @param type DRM_XE_OA_UNIT_TYPE_*
 * @param engines what is attached to it; may be none
 */
public record OaUnit(int id, int type, Gt gt, List<Attached> engines) {
    private static final int STANDALONE_MEDIA = 1270;
    private static final int XE2 = 2000;

    /** An engine of the unit's GT. */
    public record Attached(EngineClass engineClass, int instance) {}

    /** The units of a device, by id. */
    public static List<OaUnit> of(Profile profile) {
        List<OaUnit> units = new ArrayList<>();
        for (Gt gt : profile.gts()) {
            int count = count(profile, gt);
            for (int index = 0; index < count; index++) {
                units.add(new OaUnit(units.size(), type(profile, gt, index), gt, attached(profile, gt, index)));
            }
        }
        return List.copyOf(units);
    }

    public boolean observes(int engineClass, int instance) {
        return engines.stream()
                .anyMatch(engine -> engine.engineClass.number() == engineClass && engine.instance == instance);
    }

    private static int count(Profile profile, Gt gt) {
        if (!gt.media() || profile.graphicsVersion() < XE2) {
            return 1;
        }
        return profile.discrete() ? 3 : 2;
    }

    private static int type(Profile profile, Gt gt, int index) {
        if (!gt.media()) {
            return DRM_XE_OA_UNIT_TYPE_OAG;
        }
        return index == 0 && profile.graphicsVersion() >= XE2 ? DRM_XE_OA_UNIT_TYPE_OAM_SAG : DRM_XE_OA_UNIT_TYPE_OAM;
    }

    private static List<Attached> attached(Profile profile, Gt gt, int index) {
        List<Attached> engines = new ArrayList<>();
        for (EngineClass engineClass : EngineClass.values()) {
            for (int instance = 0; instance < gt.count(engineClass); instance++) {
                if (unit(profile, engineClass, instance) == index) {
                    engines.add(new Attached(engineClass, instance));
                }
            }
        }
        return List.copyOf(engines);
    }

    /** Which unit of its GT an engine is attached to, -1 for none. */
    private static int unit(Profile profile, EngineClass engineClass, int instance) {
        return switch (engineClass) {
            case RENDER, COMPUTE -> 0;
            case COPY -> -1;
            case VIDEO_DECODE -> mediaUnit(profile, instance / 2);
            case VIDEO_ENHANCE -> mediaUnit(profile, instance);
        };
    }

    private static int mediaUnit(Profile profile, int slice) {
        if (profile.graphicsVersion() < STANDALONE_MEDIA) {
            return -1;
        }
        if (profile.graphicsVersion() < XE2) {
            return 0;
        }
        return profile.discrete() ? 1 + (slice & 1) : 1;
    }
}
