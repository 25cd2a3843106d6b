// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.drm.Features.unless;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_RENDER;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VIDEO_DECODE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VIDEO_ENHANCE;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import xe.kernel.Abi;
import xe.kernel.SyscallException;

/**
 * Finds out what a device has: from its facts, its files and trial requests.
 */
final class DeviceProbe {
    private static final int BIG_PAGE = 65536;
    private static final int FIRST_PVC = 0x0bd0;
    private static final int LAST_PVC = 0x0be5;

    private final Features features;
    private final Device node;

    /** @param features where a feature is looked up that another one follows from */
    DeviceProbe(Features features, Device node) {
        this.features = features;
        this.node = node;
    }

    /** Why the feature is missing; empty if it is there. */
    Optional<String> missing(Feature feature) {
        return switch (feature) {
            case XE_NODE -> Optional.empty();
            case STOCK ->
                unless(
                        features.missing(Feature.VM_RESTART).isPresent()
                                && features.missing(Feature.WATCH_QUEUE).isPresent(),
                        "the driver has the async notification series");
            case FAULT_INJECTION ->
                without(Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.NOTIFICATION_PIPE, Feature.COMPUTE_JOB)
                        .or(() -> new RebindFaultProbe(node).missing());
            case FAIL_REBIND -> without(Feature.FAULT_INJECTION).or(() -> new RebindFaultProbe(node).otherForm());
            case FAULT_IN_ANY_VM ->
                without(Feature.FAULT_INJECTION).or(() -> new RebindFaultProbe(node).sparesPlainVms());
            case RESET_FAULT -> node.debugfs().child(Faults.RESET).unreadable();
            case DEBUGFS -> node.debugfs().unreadable();
            case NO_USM -> unless(features.missing(Feature.USM).isPresent(), "has fault mode");
            case NO_SCRATCH_WITH_FAULT_MODE ->
                unless(
                        features.has(Feature.USM) && !features.has(Feature.SCRATCH_WITH_FAULT_MODE),
                        "no fault mode, or one that takes scratch pages");
            case PURGE ->
                new PseudoFile(node.kernel(), Features.DROP_CACHES)
                        .unwritable()
                        .or(() -> withFile(file -> new DriverProbe(file).missing(feature)));
            case SYSTEM_ATOMICS -> unless(!isPonteVecchio(), "a PVC");
            case NO_SYSTEM_ATOMICS -> unless(isPonteVecchio(), "has atomics on system memory");
            case NO_FORCED_SCRATCH -> unless(!features.has(Feature.FORCED_SCRATCH), "the driver forces scratch pages");
            case DISCRETE -> unless(node.facts().discrete(), "an integrated device");
            case INTEGRATED -> unless(!node.facts().discrete(), "a discrete device");
            case MULTI_TILE -> unless(node.facts().tiles() > 1, "one tile");
            case SINGLE_TILE -> unless(node.facts().tiles() == 1, "several tiles");
            case BIG_VRAM_PAGES -> unless(node.facts().minAlignment() > Abi.PAGE_SIZE, "pages of 4 KiB");
            case HARDWARE_CONFIG -> unless(!features.has(Feature.NO_HARDWARE_CONFIG), "no table of hardware facts");
            case TWO_VIDEO_ENGINES -> unless(hasTwo(true), "no two video engines of one class and GT");
            case TWO_COMPUTE_ENGINES -> unless(hasTwo(false), "no two engines of one class and GT but for video");
            case RENDER_ENGINE -> unless(hasRender(), "no render engine");
            case GRAPHICS_20 -> unless(node.facts().graphicsVersion() >= 2000, "a graphics version before 20");
            case COMPRESSING_ENTRIES -> unless(compresses(), "no PAT entries that compress");
            case INTEGRATED_35 ->
                unless(
                        node.facts().graphicsVersion() >= 3500 && !node.facts().discrete(),
                        "no integrated device of graphics version 35 or later");
            case SMALL_BAR ->
                unless(node.facts().partlyVisible(), "the CPU sees all of the video memory, or there is none");
            case BIG_PAGES -> unless(node.facts().vramPage() == BIG_PAGE, "no video memory in pages of 64 KiB");
            case COMPUTE_JOB -> unless(node.facts().jobEngine().isPresent(), "no render, compute or copy engine");
            case OA, OBSERVATION, OBSERVATION_GUARDED, OA_MEDIA_UNIT, EU_STALL, NO_EU_STALL, MEDIA_GT ->
                withFile(file -> new ObservationProbe(file).missing(feature));
            case PARALLEL_ENGINES ->
                unless(node.facts().parallelEngines().size() > 1, "no two video engines of one class on one GT");
            default -> withFile(file -> new DriverProbe(file).missing(feature));
        };
    }

    /** Why one of the features that a probe uses is missing; empty if all are there. */
    private Optional<String> without(Feature... used) {
        return Stream.of(used).map(features::missing).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> withFile(Function<DrmFile, Optional<String>> probe) {
        try (DrmFile file = new RenderNode(node).open()) {
            return probe.apply(file);
        } catch (SyscallException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private boolean isPonteVecchio() {
        int id = node.facts().deviceId();
        return id >= FIRST_PVC && id <= LAST_PVC;
    }

    private boolean hasTwo(boolean video) {
        return node.facts().engines().stream().anyMatch(engine -> engine.instance() == 1 && isVideo(engine) == video);
    }

    private static boolean isVideo(Engine engine) {
        return engine.engineClass() == DRM_XE_ENGINE_CLASS_VIDEO_DECODE
                || engine.engineClass() == DRM_XE_ENGINE_CLASS_VIDEO_ENHANCE;
    }

    private boolean compresses() {
        return node.facts().graphicsVersion() >= 2000 && node.facts().graphicsVersion() != 3511;
    }

    private boolean hasRender() {
        return node.facts().engines().stream().anyMatch(engine -> engine.engineClass() == DRM_XE_ENGINE_CLASS_RENDER);
    }
}
