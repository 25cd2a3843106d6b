// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_OAM_MPEC;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_FMT_TYPE_PEC;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_DISABLED;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_FORMAT;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_METRIC_SET;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_OA_UNIT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OA_PROPERTY_SAMPLE_OA;

import java.util.UUID;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.ExecQueue;
import xe.drm.OaFacts;
import xe.drm.Observation;
import xe.drm.ObservationStream;
import xe.drm.PropertyChain;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.Outcome;

/** A configuration of the check's own, and requests for OA streams with it that succeed. */
final class OaSession implements AutoCloseable {
    /** Of the streams that it opens: the smallest that there is. */
    static final int BUFFER_BYTES = 128 << 10;

    private final Observation observation;
    private final OaFacts facts;
    private final String uuid = UUID.randomUUID().toString();
    private final int config;

    private OaSession(DrmFile file) {
        this.observation = new Observation(file);
        this.facts = file.device().oaFacts();
        this.config = observation.addConfig(uuid);
    }

    static OaSession begin(DrmFile file) {
        return new OaSession(file);
    }

    Observation observation() {
        return observation;
    }

    OaFacts facts() {
        return facts;
    }

    String uuid() {
        return uuid;
    }

    /** The id of the configuration. */
    int config() {
        return config;
    }

    /** A format that OAG units write everywhere, and the size of its reports. */
    long format() {
        return facts.generation() == OaFacts.Generation.XE2 ? DRM_XE_OA_FMT_TYPE_PEC | 1 << 8 | 1 << 16 : 5 << 8;
    }

    int reportBytes() {
        return facts.generation() == OaFacts.Generation.XE2 ? 576 : 256;
    }

    /** A format that media units write. */
    static long mediaFormat() {
        return DRM_XE_OA_FMT_TYPE_OAM_MPEC | 1 << 8;
    }

    /** Samples of unit 0, in a stream that is not enabled yet. */
    PropertyChain samples() {
        return PropertyChain.of(DRM_XE_OA_PROPERTY_SAMPLE_OA, 1)
                .and(DRM_XE_OA_PROPERTY_OA_METRIC_SET, config)
                .and(DRM_XE_OA_PROPERTY_OA_FORMAT, format())
                .and(DRM_XE_OA_PROPERTY_OA_DISABLED, 1)
                .and(DRM_XE_OA_PROPERTY_OA_BUFFER_SIZE, BUFFER_BYTES);
    }

    /** The same of the first media unit. */
    PropertyChain mediaSamples() {
        int unit = facts.otherThan(DRM_XE_OA_UNIT_TYPE_OAG).orElseThrow().id();
        return samples().with(DRM_XE_OA_PROPERTY_OA_FORMAT, mediaFormat()).with(DRM_XE_OA_PROPERTY_OA_UNIT_ID, unit);
    }

    /** No samples, but what jobs of the queue ask for. */
    PropertyChain ofQueue(ExecQueue queue) {
        Engine engine = engine();
        int unit = facts.units().stream()
                .filter(known -> known.engines().contains(engine))
                .findFirst()
                .orElseThrow()
                .id();
        return samples()
                .without(DRM_XE_OA_PROPERTY_SAMPLE_OA)
                .and(DRM_XE_OA_PROPERTY_EXEC_QUEUE_ID, queue.id())
                .and(DRM_XE_OA_PROPERTY_OA_UNIT_ID, unit);
    }

    /** A new queue on {@link #engine}. */
    ExecQueue queue() {
        return observation.file().createVm(0).createQueue(engine());
    }

    /** A render or compute engine, which an OAG unit observes. */
    private Engine engine() {
        return facts.units().stream()
                .flatMap(unit -> unit.engines().stream())
                .filter(engine -> engine.engineClass() == DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_RENDER
                        || engine.engineClass() == DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COMPUTE)
                .filter(engine -> engine.instance() == 0)
                .findFirst()
                .orElseThrow();
    }

    ObservationStream open(PropertyChain chain) {
        return observation.openOa(chain);
    }

    Outcome tryOpen(PropertyChain chain) {
        return observation.tryOa(chain);
    }

    /** This value of the property gives EINVAL; the same request without it succeeds. */
    void refuses(int property, long value) {
        assertThat(tryOpen(samples().with(property, value))).failsWith(EINVAL);

        assertThat(tryOpen(samples())).succeeds();
    }

    void accepts(int property, long value) {
        assertThat(tryOpen(samples().with(property, value))).succeeds();
    }

    @Override
    public void close() {
        observation.tryRemoveConfig(config).ignore();
    }
}
