// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import static xe.sim.driver.query.FactDefect.QRY_026_PAGING_ENGINE_LISTED;
import static xe.sim.driver.query.FactDefect.QRY_070_EMPTY_RECORD;
import static xe.sim.driver.query.FactDefect.QRY_071_COMPUTE_FIRST;
import static xe.sim.driver.query.FactDefect.QRY_072_UNEVEN_LENGTHS;
import static xe.sim.driver.query.FactDefect.QRY_073_NO_CACHE_BANKS;
import static xe.sim.driver.query.FactDefect.QRY_074_OTHER_EU_TYPE;
import static xe.sim.driver.query.FactDefect.QRY_075_LAST_LENGTH_OFF;
import static xe.sim.driver.query.FactDefect.QRY_076_HIGH_BITS;
import static xe.uapi.DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_CPU_ADDR_MIRROR;
import static xe.uapi.DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_DISABLE_STATE_CACHE_PERF_FIX;
import static xe.uapi.DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_LOW_LATENCY;
import static xe.uapi.DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_NO_COMPRESSION_HINT;
import static xe.uapi.DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_PURGING_SUPPORT;
import static xe.uapi.DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_VRAM;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_DSS_COMPUTE;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_DSS_GEOMETRY;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_EU_PER_DSS;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_L3_BANK;
import static xe.uapi.DrmXeQueryTopologyMask.DRM_XE_TOPO_SIMD16_EU_PER_DSS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import xe.sim.driver.device.MemoryRegion;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.profile.EngineClass;
import xe.sim.driver.profile.Gt;
import xe.sim.driver.profile.Profile;

/**
 * The answers to DEVICE_QUERY that only depend on the device, as bytes.
 */
final class DeviceFacts {
    private static final int MAX_ANSWER = 1 << 16;
    private static final int GMD_ID = 1270;
    private static final int XE2 = 2000;
    private static final int PVC = 1260;
    private static final int EU_BYTES = 8;

    private final XeDevice device;
    private final Profile profile;

    DeviceFacts(XeDevice device) {
        this.device = device;
        this.profile = device.profile();
    }

    /** QRY-020 to QRY-025. */
    byte[] engines() {
        ByteBuffer out = buffer().putInt(0).putInt(0);
        int count = 0;
        for (Gt gt : profile.gts()) {
            for (EngineClass engineClass : EngineClass.values()) {
                int shown = device.has(QRY_026_PAGING_ENGINE_LISTED)
                        ? profile.present(gt, engineClass)
                        : gt.count(engineClass);
                for (int i = 0; i < shown; i++) {
                    out.putShort((short) engineClass.number()).putShort((short) i);
                    out.putShort((short) gt.id()).putShort((short) 0);
                    zeros(out, 24);
                    count++;
                }
            }
        }
        return bytes(out.putInt(0, count));
    }

    /** QRY-030 to QRY-035. */
    byte[] regions() {
        List<MemoryRegion> regions = device.memory().regions();
        ByteBuffer out = buffer().putInt(regions.size()).putInt(0);
        for (MemoryRegion region : regions) {
            out.putShort((short) (region.vram() ? 1 : 0)).putShort((short) region.instance());
            out.putInt((int) region.pageSize()).putLong(region.totalSize()).putLong(region.used());
            out.putLong(region.visibleSize()).putLong(Math.min(region.visibleSize(), region.used()));
            zeros(out, 48);
        }
        return bytes(out);
    }

    /** QRY-040 to QRY-049. */
    byte[] config() {
        long flags = DRM_XE_QUERY_CONFIG_FLAG_HAS_LOW_LATENCY
                | DRM_XE_QUERY_CONFIG_FLAG_HAS_DISABLE_STATE_CACHE_PERF_FIX
                | DRM_XE_QUERY_CONFIG_FLAG_HAS_PURGING_SUPPORT
                | (profile.discrete() ? DRM_XE_QUERY_CONFIG_FLAG_HAS_VRAM : 0)
                | (profile.usm() ? DRM_XE_QUERY_CONFIG_FLAG_HAS_CPU_ADDR_MIRROR : 0)
                | (profile.graphicsVersion() >= XE2 ? DRM_XE_QUERY_CONFIG_FLAG_HAS_NO_COMPRESSION_HINT : 0);
        long alignment = device.memory().regions().stream()
                .mapToLong(MemoryRegion::pageSize)
                .max()
                .orElseThrow();
        ByteBuffer out = buffer().putInt(5).putInt(0);
        out.putLong(profile.pciDevice()).putLong(flags).putLong(alignment).putLong(profile.vaBits());
        return bytes(out.putLong(device.machine().task().root() ? 2 : 1));
    }

    /** QRY-050 to QRY-057. */
    byte[] gts() {
        ByteBuffer out = buffer().putInt(profile.gts().size()).putInt(0);
        for (Gt gt : profile.gts()) {
            int near = profile.discrete() ? 2 << gt.tile() : 1;
            int version = profile.graphicsVersion() < GMD_ID ? 0 : gt.version();
            out.putShort((short) (gt.media() ? 1 : 0))
                    .putShort((short) gt.tile())
                    .putShort((short) gt.id());
            zeros(out, 6);
            out.putInt(EngineClock.TICKS_PER_SECOND)
                    .putLong(near)
                    .putLong(device.memory().placements() & ~near);
            out.putShort((short) (version / 100))
                    .putShort((short) (version % 100))
                    .putInt(0);
            zeros(out, 56);
        }
        return bytes(out);
    }

    /** QRY-060 to QRY-062: key, length and values; parts before DG2 have no such table, except ADL-P. */
    byte[] hardwareConfig() {
        if (profile.graphicsVersion() < 1255) {
            return new byte[0];
        }
        return bytes(buffer().putInt(1).putInt(1).putInt(4).putInt(2).putInt(1).putInt(16));
    }

    /** QRY-070 to QRY-076. */
    byte[] topology() {
        ByteBuffer out = buffer();
        profile.gts().forEach(gt -> topology(out, gt));
        if (device.has(QRY_070_EMPTY_RECORD)) {
            zeros(out, 8);
        }
        if (device.has(QRY_075_LAST_LENGTH_OFF)) {
            out.putInt(out.position() - EU_BYTES - 4, EU_BYTES * 2);
        }
        return bytes(out);
    }

    private void topology(ByteBuffer out, Gt gt) {
        boolean pvc = profile.graphicsVersion() == PVC;
        boolean last = gt.equals(profile.gts().getLast());
        long cores = gt.media() ? 0 : 0xff;
        boolean swapped = gt.id() == 0 && device.has(QRY_071_COMPUTE_FIRST);
        int lent = device.has(QRY_072_UNEVEN_LENGTHS) ? 8 : 0;
        mask(out, gt, swapped ? DRM_XE_TOPO_DSS_COMPUTE : DRM_XE_TOPO_DSS_GEOMETRY, 16 - lent, pvc ? 0 : cores);
        mask(out, gt, swapped ? DRM_XE_TOPO_DSS_GEOMETRY : DRM_XE_TOPO_DSS_COMPUTE, 16 + lent, cores);
        boolean banks = (!gt.media() || gt.version() < 3000) && !(last && device.has(QRY_073_NO_CACHE_BANKS));
        if (banks) {
            mask(out, gt, DRM_XE_TOPO_L3_BANK, 8, gt.media() ? 0 : 0xf);
        }
        boolean simd16 = (pvc || profile.graphicsVersion() >= XE2) != (last && device.has(QRY_074_OTHER_EU_TYPE));
        long units = device.has(QRY_076_HIGH_BITS) ? 0xffL << 32 : 0xff;
        int type = simd16 ? DRM_XE_TOPO_SIMD16_EU_PER_DSS : DRM_XE_TOPO_EU_PER_DSS;
        mask(out, gt, type, EU_BYTES, gt.media() ? 0 : units);
    }

    private static void mask(ByteBuffer out, Gt gt, int type, int bytes, long low) {
        out.putShort((short) gt.id()).putShort((short) type).putInt(bytes).putLong(low);
        zeros(out, bytes - Long.BYTES);
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(MAX_ANSWER).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void zeros(ByteBuffer out, int count) {
        out.position(out.position() + count);
    }

    private static byte[] bytes(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}
