// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_CONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_ENGINES;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_GT_LIST;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_HWCONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_MEM_REGIONS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import xe.kernel.Abi;
import xe.sim.driver.device.XeDevice;

/**
 * What defects make of answers to DEVICE_QUERY that are right otherwise: fields at their offsets of the UAPI.
 */
final class SpoiledFacts {
    private static final int HEADER = 8;
    private static final int ENGINE = 32;
    private static final int REGION = 88;
    private static final int GT = 96;
    private static final int FLAGS = 16;
    private static final int BIND_CLASS = 5;
    private static final int PHYSICAL_BCS8 = 8;
    private static final int NO_GT = 7;

    private final XeDevice device;
    private byte[] bytes;
    private ByteBuffer out;

    private SpoiledFacts(XeDevice device, byte[] right) {
        this.device = device;
        this.bytes = right;
        this.out = ByteBuffer.wrap(right).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The answer to {@code query} as the device's defects have it; the topology has its own in {@link DeviceFacts}. */
    static byte[] of(XeDevice device, int query, byte[] right) {
        SpoiledFacts facts = new SpoiledFacts(device, right);
        switch (query) {
            case DRM_XE_DEVICE_QUERY_ENGINES -> facts.engines();
            case DRM_XE_DEVICE_QUERY_MEM_REGIONS -> facts.regions();
            case DRM_XE_DEVICE_QUERY_CONFIG -> facts.config();
            case DRM_XE_DEVICE_QUERY_GT_LIST -> facts.gts();
            case DRM_XE_DEVICE_QUERY_HWCONFIG -> facts.hardwareConfig();
            default -> {
                // nothing to spoil
            }
        }
        return facts.bytes;
    }

    private boolean has(FactDefect defect) {
        return device.has(defect);
    }

    private void resize(int size) {
        bytes = Arrays.copyOf(bytes, size);
        out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void engines() {
        int last = bytes.length - ENGINE;
        if (has(FactDefect.QRY_021_PAD_SET)) {
            out.putInt(4, 1);
        }
        if (has(FactDefect.QRY_021_RESERVED_SET)) {
            out.putLong(last + 8, 1);
        }
        if (has(FactDefect.QRY_022_BIND_CLASS_LISTED)) {
            out.putShort(last, (short) BIND_CLASS);
        }
        if (has(FactDefect.QRY_023_PHYSICAL_INSTANCE)) {
            out.putShort(last + 2, (short) PHYSICAL_BCS8);
        }
        if (has(FactDefect.QRY_024_FIRST_TWO_SWAPPED)) {
            long first = out.getLong(HEADER);
            out.putLong(HEADER, out.getLong(HEADER + ENGINE)).putLong(HEADER + ENGINE, first);
        }
        if (has(FactDefect.QRY_025_UNKNOWN_GT)) {
            out.putShort(HEADER + 4, (short) NO_GT);
        }
        if (has(FactDefect.QRY_020_SIZE_TOO_LARGE)) {
            resize(bytes.length + 4);
        }
    }

    private void regions() {
        int last = bytes.length - REGION;
        if (has(FactDefect.QRY_031_SYSTEM_MEMORY_VISIBLE)) {
            out.putLong(HEADER + 24, out.getLong(HEADER + 8));
        }
        if (has(FactDefect.QRY_032_INSTANCE_FROM_0)) {
            out.putShort(last + 2, (short) (out.getShort(last + 2) - 1));
        }
        if (has(FactDefect.QRY_033_MORE_SEEN_THAN_USED)) {
            out.putLong(last + 32, out.getLong(last + 16) + Abi.PAGE_SIZE);
        }
        boolean hidden = has(FactDefect.QRY_034_USE_NEEDS_PRIVILEGE)
                && !device.machine().task().root();
        if (hidden || has(FactDefect.QRY_037_USE_NOT_COUNTED)) {
            out.putLong(last + 16, 0).putLong(last + 32, 0);
        }
        if (has(FactDefect.QRY_035_RESERVED_SET)) {
            out.putLong(last + REGION - 8, 1);
        }
        if (has(FactDefect.QRY_036_LAST_REGION_NOT_LISTED)) {
            out.putInt(0, out.getInt(0) - 1);
            resize(last);
        }
        if (has(FactDefect.QRY_030_SIZE_TOO_LARGE)) {
            resize(bytes.length + 4);
        }
    }

    private void config() {
        if (has(FactDefect.QRY_040_SIX_PARAMETERS)) {
            out.putInt(0, out.getInt(0) + 1);
        }
        if (has(FactDefect.QRY_041_SUBSYSTEM_ID)) {
            out.putShort(HEADER, (short) (out.getShort(HEADER) + 1));
        }
        flag(FactDefect.QRY_042_VRAM_ON_EVERY_DEVICE, 0, true);
        flag(FactDefect.QRY_043_NO_LOW_LATENCY, 1, false);
        flag(FactDefect.QRY_044_MIRROR_ON_EVERY_DEVICE, 2, true);
        flag(FactDefect.QRY_045_HINT_ON_EVERY_DEVICE, 3, true);
        flag(FactDefect.QRY_043_NO_STATE_CACHE_FIX, 4, false);
        flag(FactDefect.QRY_043_NO_PURGING, 5, false);
        flag(FactDefect.QRY_046_UNKNOWN_FLAG, 40, true);
        if (has(FactDefect.QRY_047_ALIGNMENT_OF_SYSTEM_MEMORY)) {
            out.putLong(FLAGS + 8, Abi.PAGE_SIZE);
        }
        if (has(FactDefect.QRY_048_ONE_BIT_MORE)) {
            out.putLong(FLAGS + 16, out.getLong(FLAGS + 16) + 1);
        }
        if (has(FactDefect.QRY_049_ROOT_AS_OTHERS)) {
            out.putLong(FLAGS + 24, 1);
        }
    }

    private void flag(FactDefect defect, int bit, boolean set) {
        if (has(defect)) {
            long mask = 1L << bit;
            long flags = out.getLong(FLAGS);
            out.putLong(FLAGS, set ? flags | mask : flags & ~mask);
        }
    }

    private void gts() {
        int last = bytes.length - GT;
        if (has(FactDefect.QRY_051_UNKNOWN_TYPE)) {
            out.putShort(last, (short) 2);
        }
        if (has(FactDefect.QRY_052_LAST_ID_OFF)) {
            out.putShort(last + 4, (short) (out.getShort(last + 4) + 2));
        }
        if (has(FactDefect.QRY_053_NO_CLOCK)) {
            out.putInt(last + 12, 0);
        }
        if (has(FactDefect.QRY_054_SYSTEM_MEMORY_NOWHERE)) {
            out.putLong(last + 16, out.getLong(last + 16) & ~1).putLong(last + 24, out.getLong(last + 24) & ~1);
        }
        if (has(FactDefect.QRY_055_NEAR_IS_FAR)) {
            long near = out.getLong(last + 16);
            out.putLong(last + 16, out.getLong(last + 24)).putLong(last + 24, near);
        }
        if (has(FactDefect.QRY_056_OLD_PARTS_HAVE_VERSION)) {
            out.putShort(HEADER + 32, (short) 12);
        }
        if (has(FactDefect.QRY_056_NO_VERSION)) {
            out.putShort(last + 32, (short) 0);
        }
        if (has(FactDefect.QRY_057_RESERVED_SET)) {
            out.putLong(last + GT - 8, 1);
        }
        if (has(FactDefect.QRY_050_SIZE_TOO_LARGE)) {
            resize(bytes.length + 4);
        }
    }

    private void hardwareConfig() {
        boolean none = bytes.length == 0;
        if (none && has(FactDefect.QRY_060_PAGE_WITHOUT_TABLE)) {
            resize((int) Abi.PAGE_SIZE);
        }
        if (!none && has(FactDefect.QRY_061_LENGTH_OFF)) {
            int length = bytes.length - 8;
            out.putInt(length, out.getInt(length) + 1);
        }
        if (!none && has(FactDefect.QRY_062_ROUNDED_UP)) {
            resize((int) Abi.PAGE_SIZE);
        }
    }
}
