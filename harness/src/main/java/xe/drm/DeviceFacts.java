// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_CONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_ENGINES;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_GT_LIST;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_MEM_REGIONS;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COMPUTE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_RENDER;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VIDEO_DECODE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VIDEO_ENHANCE;
import static xe.uapi.DrmXeMemRegion.DRM_XE_MEM_REGION_CLASS_VRAM;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import xe.kernel.Scratch;
import xe.uapi.DrmXeMemRegion;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * What DEVICE_QUERY says of a device, as far as checks need it.
 *
 * @param deviceId the PCI device id
 * @param discrete whether the device has its own memory
 * @param minAlignment the largest of the smallest pages of its memory regions, in bytes
 * @param vaBits width of GPU addresses
 * @param tiles how many tiles
 * @param graphicsVersion of the graphics IP, times 100: 2004 for 20.04; 0 for a device that does not tell, all before 12.70
 * @param vramPage the smallest page of video memory in bytes; 0 without any
 * @param partlyVisible whether the CPU sees only a part of some video memory
 * @param engines in the driver's order
 */
public record DeviceFacts(
        int deviceId,
        boolean discrete,
        long minAlignment,
        int vaBits,
        int tiles,
        int graphicsVersion,
        int vramPage,
        boolean partlyVisible,
        List<Engine> engines) {
    private static final int HEADER_SIZE = 8;
    private static final int ENGINE_SIZE = 32;
    private static final int GT_SIZE = 96;
    private static final int REGION_SIZE = 88;
    private static final int MIN_PAGE_SIZE = 4;
    private static final int TOTAL_SIZE = 8;
    private static final int VISIBLE_SIZE = 24;
    private static final int IP_VER_MAJOR = 32;
    private static final int IP_VER_MINOR = 34;
    private static final int CONFIG_REV_AND_DEVICE_ID = 0;
    private static final int CONFIG_FLAGS = 1;
    private static final int CONFIG_MIN_ALIGNMENT = 2;
    private static final int CONFIG_VA_BITS = 3;
    private static final int[] JOB_CLASSES = {
        DRM_XE_ENGINE_CLASS_COMPUTE, DRM_XE_ENGINE_CLASS_RENDER, DRM_XE_ENGINE_CLASS_COPY
    };

    static DeviceFacts query(DrmFile file) {
        ByteBuffer config = query(file, DRM_XE_DEVICE_QUERY_CONFIG);
        ByteBuffer gts = query(file, DRM_XE_DEVICE_QUERY_GT_LIST);
        ByteBuffer regions = query(file, DRM_XE_DEVICE_QUERY_MEM_REGIONS);
        return new DeviceFacts(
                (int) info(config, CONFIG_REV_AND_DEVICE_ID) & 0xffff,
                (info(config, CONFIG_FLAGS) & 1) != 0,
                info(config, CONFIG_MIN_ALIGNMENT),
                (int) info(config, CONFIG_VA_BITS),
                countTiles(gts),
                readGraphicsVersion(gts),
                readVramPage(regions),
                readPartlyVisible(regions),
                readEngines(query(file, DRM_XE_DEVICE_QUERY_ENGINES)));
    }

    /** The engine that jobs of checks run on: compute before render before copy. */
    public Optional<Engine> jobEngine() {
        for (int wanted : JOB_CLASSES) {
            for (Engine engine : engines) {
                if (engine.engineClass() == wanted) {
                    return Optional.of(engine);
                }
            }
        }
        return Optional.empty();
    }

    /** Video engines of one class on one GT, from instance 0 on, which a queue of some width may span. */
    public List<Engine> parallelEngines() {
        for (Engine first : engines) {
            List<Engine> alike = engines.stream()
                    .filter(engine -> engine.engineClass() == first.engineClass() && engine.gtId() == first.gtId())
                    .toList();
            boolean video = first.engineClass() == DRM_XE_ENGINE_CLASS_VIDEO_DECODE
                    || first.engineClass() == DRM_XE_ENGINE_CLASS_VIDEO_ENHANCE;
            if (video && alike.size() > 1) {
                return alike;
            }
        }
        return List.of();
    }

    private static long info(ByteBuffer config, int index) {
        return config.getLong(HEADER_SIZE + Long.BYTES * index);
    }

    private static int countTiles(ByteBuffer gts) {
        int last = 0;
        for (int i = 0; i < gts.getInt(0); i++) {
            last = Math.max(last, gts.getShort(HEADER_SIZE + GT_SIZE * i + 2));
        }
        return last + 1;
    }

    /** That of the first GT, which is never a media GT. */
    private static int readGraphicsVersion(ByteBuffer gts) {
        return gts.getShort(HEADER_SIZE + IP_VER_MAJOR) * 100 + gts.getShort(HEADER_SIZE + IP_VER_MINOR);
    }

    private static int readVramPage(ByteBuffer regions) {
        return vram(regions)
                .map(at -> regions.getInt(at + MIN_PAGE_SIZE))
                .findFirst()
                .orElse(0);
    }

    private static boolean readPartlyVisible(ByteBuffer regions) {
        return vram(regions).anyMatch(at -> regions.getLong(at + VISIBLE_SIZE) < regions.getLong(at + TOTAL_SIZE));
    }

    /** One of the regions in an answer to DRM_XE_DEVICE_QUERY_MEM_REGIONS. */
    static StructView region(ByteBuffer regions, int index) {
        return new StructView(
                DrmXeMemRegion.STRUCT,
                MemorySegment.ofBuffer(regions).asSlice(HEADER_SIZE + (long) REGION_SIZE * index, REGION_SIZE));
    }

    /** Where the regions of video memory begin. */
    private static Stream<Integer> vram(ByteBuffer regions) {
        return IntStream.range(0, regions.getInt(0))
                .mapToObj(i -> HEADER_SIZE + REGION_SIZE * i)
                .filter(at -> regions.getShort(at) == DRM_XE_MEM_REGION_CLASS_VRAM);
    }

    private static List<Engine> readEngines(ByteBuffer list) {
        List<Engine> engines = new ArrayList<>();
        for (int i = 0; i < list.getInt(0); i++) {
            int at = HEADER_SIZE + ENGINE_SIZE * i;
            engines.add(new Engine(list.getShort(at), list.getShort(at + 2), list.getShort(at + 4)));
        }
        return List.copyOf(engines);
    }

    /** The whole answer to a query. */
    static ByteBuffer query(DrmFile file, int query) {
        Outcome size = file.ioctl(DRM_IOCTL_XE_DEVICE_QUERY, request -> request.set("query", query));
        size.orThrow();
        long bytes = size.answer().get("size");
        try (Scratch data = Scratch.borrow(bytes)) {
            file.ioctl(
                            DRM_IOCTL_XE_DEVICE_QUERY,
                            request -> request.set("query", query)
                                    .set("size", bytes)
                                    .set("data", data.address()))
                    .orThrow();
            return ByteBuffer.wrap(data.segment().toArray(ValueLayout.JAVA_BYTE))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
