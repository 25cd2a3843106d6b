// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeObservationParam.DRM_IOCTL_XE_OBSERVATION;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_ADD_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_REMOVE_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_OP_STREAM_OPEN;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_EU_STALL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_TYPE_OA;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import xe.kernel.Scratch;
import xe.uapi.DrmXeOaConfig;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * OBSERVATION through one DRM file: streams of OA reports and EU stall data, OA configurations.
 */
public final class Observation {
    /** The sysctl of xe: whether observing needs what perf events need. */
    public static final String PARANOID = "/proc/sys/dev/xe/observation_paranoid";

    /** The sysctl of perf events; only there with CONFIG_PERF_EVENTS. */
    public static final String PERF_EVENT_PARANOID = "/proc/sys/kernel/perf_event_paranoid";

    /** EU_PERF_CNTL0, which every platform lets a configuration write. */
    public static final int EU_PERF_CNTL0 = 0xe458;

    private static final int UUID_OFFSET = 8;

    private final DrmFile file;

    public Observation(DrmFile file) {
        this.file = file;
    }

    public DrmFile file() {
        return file;
    }

    /** The ioctl as it is. A stream that it opens belongs to the caller. */
    public Outcome tryObserve(long type, long op, long param) {
        return file.ioctl(
                DRM_IOCTL_XE_OBSERVATION,
                request -> request.set("observation_type", type)
                        .set("observation_op", op)
                        .set("param", param));
    }

    /** Opens a stream of OA reports and closes it again: the result is that of opening. */
    public Outcome tryOa(PropertyChain chain) {
        return closed(tryOpen(DRM_XE_OBSERVATION_TYPE_OA, chain));
    }

    /** {@link #tryOa} for EU stall data. */
    public Outcome tryEuStall(PropertyChain chain) {
        return closed(tryOpen(DRM_XE_OBSERVATION_TYPE_EU_STALL, chain));
    }

    public ObservationStream openOa(PropertyChain chain) {
        return stream("OA stream", tryOpen(DRM_XE_OBSERVATION_TYPE_OA, chain));
    }

    public ObservationStream openEuStall(PropertyChain chain) {
        return stream("EU stall stream", tryOpen(DRM_XE_OBSERVATION_TYPE_EU_STALL, chain));
    }

    /** Closes what an outcome of opening holds. */
    public Outcome closed(Outcome opened) {
        if (!opened.failed()) {
            file.kernel().close((int) opened.result().raw()).ignore();
        }
        return opened;
    }

    private ObservationStream stream(String name, Outcome opened) {
        return new ObservationStream(file.kernel(), name, Math.toIntExact(opened.orThrow()));
    }

    private Outcome tryOpen(long type, PropertyChain chain) {
        try (Scratch nodes = Scratch.borrow(chain.size())) {
            chain.writeTo(nodes.segment());
            Outcome opened = tryObserve(type, DRM_XE_OBSERVATION_OP_STREAM_OPEN, nodes.address());
            String kind = type == DRM_XE_OBSERVATION_TYPE_OA ? "OA" : "EU stall";
            return Outcome.of("OBSERVATION, " + kind + " stream with properties {" + chain + "}", opened.result());
        }
    }

    /** Adds a configuration of one register; the id is to be removed by {@link #removeConfig}. */
    public int addConfig(String uuid) {
        return Math.toIntExact(tryAddConfig(uuid, config -> {}).orThrow());
    }

    /** ADD_CONFIG with fields of the configuration changed. */
    public Outcome tryAddConfig(String uuid, Consumer<StructView> change) {
        return tryAddConfig(uuid, change, EU_PERF_CNTL0);
    }

    /** ADD_CONFIG of a configuration that writes 0 to these registers. */
    public Outcome tryAddConfig(String uuid, Consumer<StructView> change, int... registers) {
        try (Scratch pairs = Scratch.borrow((long) registers.length * Long.BYTES);
                Scratch argument = Scratch.borrow(DrmXeOaConfig.STRUCT.size())) {
            for (int i = 0; i < registers.length; i++) {
                pairs.segment().setAtIndex(ValueLayout.JAVA_INT, 2L * i, registers[i]);
            }
            byte[] name = uuid.getBytes(StandardCharsets.ISO_8859_1);
            MemorySegment.copy(
                    MemorySegment.ofArray(name), 0, argument.segment(), UUID_OFFSET, Math.min(name.length, 36));
            change.accept(new StructView(DrmXeOaConfig.STRUCT, argument.segment())
                    .set("regs_ptr", pairs.address())
                    .set("n_regs", registers.length));
            return tryObserve(DRM_XE_OBSERVATION_TYPE_OA, DRM_XE_OBSERVATION_OP_ADD_CONFIG, argument.address());
        }
    }

    public void removeConfig(int id) {
        tryRemoveConfig(id).orThrow();
    }

    public Outcome tryRemoveConfig(long id) {
        try (Scratch argument = Scratch.borrow(Long.BYTES)) {
            argument.segment().set(ValueLayout.JAVA_LONG, 0, id);
            Outcome removed =
                    tryObserve(DRM_XE_OBSERVATION_TYPE_OA, DRM_XE_OBSERVATION_OP_REMOVE_CONFIG, argument.address());
            return Outcome.of("OBSERVATION, REMOVE_CONFIG of 0x" + Long.toHexString(id), removed.result());
        }
    }

    /** Where sysfs shows the id of a configuration. */
    public PseudoFile configFile(String uuid) {
        PseudoFile minors = new PseudoFile(file.kernel(), "/sys/class/drm/" + node() + "/device/drm");
        String card = minors.list().stream()
                .filter(name -> name.startsWith("card"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no primary node in " + minors));
        return minors.child(card).child("metrics").child(uuid).child("id");
    }

    private String node() {
        String path = file.device().path();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
