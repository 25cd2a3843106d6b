// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_CONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_GT_LIST;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_OA_UNITS;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.DrmXeGt;
import xe.uapi.DrmXeOaUnit;
import xe.uapi.DrmXeQueryOaUnits;
import xe.uapi.StructView;

/**
 * What DEVICE_QUERY says of OA, and of the GTs that are observed.
 *
 * @param generation which registers and formats the device has
 * @param gts each a {@link DrmXeGt}
 * @param answerBytes size of the answer about units
 * @param header the answer's first struct
 * @param units in the driver's order
 */
public record OaFacts(
        Generation generation, List<StructView> gts, int answerBytes, StructView header, List<Unit> units) {
    private static final int LIST_HEADER = 8;
    private static final int MIN_ALIGNMENT = LIST_HEADER + 2 * Long.BYTES;
    private static final int BIG_PAGE = 65536;
    private static final int XE2 = 20;

    /** Devices that have the same OA formats. */
    public enum Generation {
        /** Graphics version 12.00 and 12.10. */
        GEN12,
        /** DG2 and PVC. */
        XE_HP,
        /** Graphics version 12.70 to 12.74. */
        XE_LPG,
        /** Graphics version 20 and later. */
        XE2
    }

    /** A unit as the query tells it, and the engines that are attached to it. */
    public record Unit(StructView fields, List<Engine> engines) {
        public int id() {
            return fields.getInt("oa_unit_id");
        }

        public int type() {
            return fields.getInt("oa_unit_type");
        }
    }

    public static OaFacts of(DrmFile file) {
        MemorySegment answer = MemorySegment.ofBuffer(DeviceFacts.query(file, DRM_XE_DEVICE_QUERY_OA_UNITS));
        StructView header = new StructView(DrmXeQueryOaUnits.STRUCT, answer);
        List<Unit> units = new ArrayList<>();
        long at = DrmXeQueryOaUnits.STRUCT.size();
        for (int i = 0; i < header.getInt("num_oa_units"); i++) {
            StructView unit = new StructView(DrmXeOaUnit.STRUCT, answer.asSlice(at, DrmXeOaUnit.STRUCT.size()));
            at += DrmXeOaUnit.STRUCT.size();
            List<Engine> engines = new ArrayList<>();
            for (int e = 0; e < unit.getInt("num_engines"); e++) {
                StructView engine = new StructView(
                        DrmXeEngineClassInstance.STRUCT, answer.asSlice(at, DrmXeEngineClassInstance.STRUCT.size()));
                engines.add(new Engine(
                        engine.getInt("engine_class"), engine.getInt("engine_instance"), engine.getInt("gt_id")));
                at += DrmXeEngineClassInstance.STRUCT.size();
            }
            units.add(new Unit(unit, List.copyOf(engines)));
        }
        List<StructView> gts = gts(file);
        return new OaFacts(generation(file, gts.getFirst()), gts, (int) answer.byteSize(), header, List.copyOf(units));
    }

    private static List<StructView> gts(DrmFile file) {
        MemorySegment list = MemorySegment.ofBuffer(DeviceFacts.query(file, DRM_XE_DEVICE_QUERY_GT_LIST));
        List<StructView> gts = new ArrayList<>();
        for (long at = LIST_HEADER; at < list.byteSize(); at += DrmXeGt.STRUCT.size()) {
            gts.add(new StructView(DrmXeGt.STRUCT, list.asSlice(at, DrmXeGt.STRUCT.size())));
        }
        return List.copyOf(gts);
    }

    private static Generation generation(DrmFile file, StructView mainGt) {
        int major = mainGt.getInt("ip_ver_major");
        if (major >= XE2) {
            return Generation.XE2;
        }
        if (major > 0) {
            return Generation.XE_LPG;
        }
        ByteBuffer config = DeviceFacts.query(file, DRM_XE_DEVICE_QUERY_CONFIG);
        return config.getLong(MIN_ALIGNMENT) == BIG_PAGE ? Generation.XE_HP : Generation.GEN12;
    }

    /** The id of the media GT, if there is a standalone one. */
    public OptionalInt mediaGt() {
        return gts.stream()
                .filter(gt -> gt.getInt("type") == DrmXeGt.DRM_XE_QUERY_GT_TYPE_MEDIA)
                .mapToInt(gt -> gt.getInt("gt_id"))
                .findFirst();
    }

    /** The first unit of another type than {@code type}. */
    public Optional<Unit> otherThan(int type) {
        return units.stream().filter(unit -> unit.type() != type).findFirst();
    }
}
