// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOSPC;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_120_SIZE_ON_EVERY_DEVICE;
import static xe.sim.driver.query.QueryDefect.QRY_001_EXTENSIONS_IGNORED;
import static xe.sim.driver.query.QueryDefect.QRY_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.query.QueryDefect.QRY_003_UNKNOWN_QUERY_ANSWERED;
import static xe.sim.driver.query.QueryDefect.QRY_004_DATA_OF_SIZE_QUERY_READ;
import static xe.sim.driver.query.QueryDefect.QRY_005_LARGER_SIZE_ACCEPTED;
import static xe.sim.driver.query.QueryDefect.QRY_005_SIZE_CORRECTED;
import static xe.sim.driver.query.QueryDefect.QRY_006_FAULT_IGNORED;
import static xe.sim.driver.query.QueryDefect.QRY_007_REGIONS_SAY_EFAULT;
import static xe.sim.driver.query.QueryDefect.QRY_008_UNREADABLE_ARGUMENT_EINVAL;
import static xe.sim.driver.query.QueryDefect.QRY_009_CLOCK_DRIFTS;
import static xe.sim.driver.query.QueryDefect.QRY_010_SIZE_CLEARED;
import static xe.sim.driver.query.QueryDefect.QRY_081_EIGHT_BYTES_MORE;
import static xe.sim.driver.query.QueryDefect.QRY_090_EIGHT_BYTES_MORE;
import static xe.sim.driver.query.QueryDefect.QRY_091_SECOND_PAD_IGNORED;
import static xe.sim.driver.query.QueryDefect.QRY_092_UNKNOWN_TYPE_IS_GUC;
import static xe.sim.driver.query.QueryDefect.QRY_093_BRANCH_LEFT_ALONE;
import static xe.sim.driver.query.QueryDefect.QRY_094_HUC_EINVAL;
import static xe.sim.driver.query.QueryDefect.QRY_110_NO_SIZE_WITHOUT_PXP;
import static xe.sim.driver.query.QueryDefect.QRY_111_ABSENT_READS_READY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_CONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_ENGINES;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_ENGINE_CYCLES;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_EU_STALL;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_GT_LIST;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_GT_TOPOLOGY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_HWCONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_MEM_REGIONS;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_OA_UNITS;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_PXP_STATUS;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_UC_FW_VERSION;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.os.UserMemory;
import xe.uapi.DrmXeQueryEngineCycles;
import xe.uapi.DrmXeQueryPxpStatus;
import xe.uapi.DrmXeQueryUcFwVersion;
import xe.uapi.StructView;

/**
 * DEVICE_QUERY ({@code xe_query_ioctl()}): the size protocol that all queries share.
 */
public final class DeviceQuery implements IoctlHandler {
    /** Where the clock of the first GT stands in GT_LIST. */
    private static final int CLOCK_OFFSET = 20;

    private final AtomicInteger answers = new AtomicInteger();

    @Override
    public long handle(XeFile file, StructView args) {
        XeDevice device = file.device();
        if (args.get("extensions") != 0 && !device.has(QRY_001_EXTENSIONS_IGNORED)) {
            return EINVAL.negated();
        }
        if (args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(QRY_002_SECOND_RESERVED_IGNORED))) {
            return EINVAL.negated();
        }
        if (args.get("size") == 0
                && args.get("data") != 0
                && device.has(QRY_004_DATA_OF_SIZE_QUERY_READ)
                && device.machine().memory().getLong(args.get("data")) == null) {
            return EFAULT.negated();
        }
        return answer(device, args);
    }

    private long answer(XeDevice device, StructView args) {
        DeviceFacts facts = new DeviceFacts(device);
        return switch (args.getInt("query")) {
            case DRM_XE_DEVICE_QUERY_ENGINES -> spoiled(device, args, facts.engines());
            case DRM_XE_DEVICE_QUERY_MEM_REGIONS -> spoiled(device, args, facts.regions());
            case DRM_XE_DEVICE_QUERY_CONFIG -> spoiled(device, args, facts.config());
            case DRM_XE_DEVICE_QUERY_GT_LIST -> spoiled(device, args, facts.gts());
            case DRM_XE_DEVICE_QUERY_HWCONFIG -> spoiled(device, args, facts.hardwareConfig());
            case DRM_XE_DEVICE_QUERY_GT_TOPOLOGY -> answer(device, args, facts.topology());
            case DRM_XE_DEVICE_QUERY_ENGINE_CYCLES -> engineCycles(device, args);
            case DRM_XE_DEVICE_QUERY_UC_FW_VERSION -> firmware(device, args);
            case DRM_XE_DEVICE_QUERY_OA_UNITS -> answer(device, args, ObservationFacts.oaUnits(device));
            case DRM_XE_DEVICE_QUERY_PXP_STATUS -> pxp(device, args);
            case DRM_XE_DEVICE_QUERY_EU_STALL -> euStall(device, args);
            default -> device.has(QRY_003_UNKNOWN_QUERY_ANSWERED) ? 0 : EINVAL.negated();
        };
    }

    /** The answer with what defects make of it. */
    private long spoiled(XeDevice device, StructView args, byte[] right) {
        int query = args.getInt("query");
        byte[] answer = SpoiledFacts.of(device, query, right);
        if (query == DRM_XE_DEVICE_QUERY_GT_LIST && device.has(QRY_009_CLOCK_DRIFTS)) {
            answer[CLOCK_OFFSET] ^= (byte) answers.incrementAndGet();
        }
        return query == DRM_XE_DEVICE_QUERY_MEM_REGIONS ? regions(device, args, answer) : answer(device, args, answer);
    }

    /** QRY-120: not even the size where there is no EU stall sampling. */
    private static long euStall(XeDevice device, StructView args) {
        boolean sizeAnyway = args.get("size") == 0 && device.has(QRY_120_SIZE_ON_EVERY_DEVICE);
        return ObservationFacts.hasEuStall(device.profile()) || sizeAnyway
                ? answer(device, args, ObservationFacts.euStall(device))
                : ENODEV.negated();
    }

    /** QRY-004 to QRY-006. */
    private static long answer(XeDevice device, StructView args, byte[] answer) {
        long size = args.get("size");
        if (size == 0) {
            args.set("size", answer.length);
            return 0;
        }
        if (size != answer.length && !(size > answer.length && device.has(QRY_005_LARGER_SIZE_ACCEPTED))) {
            return wrongSize(device, args, answer.length);
        }
        if (!device.machine().memory().putBytes(args.get("data"), answer)) {
            return device.has(QRY_006_FAULT_IGNORED) ? 0 : EFAULT.negated();
        }
        if (device.has(QRY_010_SIZE_CLEARED)) {
            args.set("size", 0);
        }
        return 0;
    }

    /** QRY-007: the one query that does not say EFAULT. */
    private static long regions(XeDevice device, StructView args, byte[] answer) {
        long result = answer(device, args, answer);
        return result == EFAULT.negated() && !device.has(QRY_007_REGIONS_SAY_EFAULT) ? ENOSPC.negated() : result;
    }

    /** QRY-110, QRY-111; no profile has content protection. */
    private static long pxp(XeDevice device, StructView args) {
        int exact = DrmXeQueryPxpStatus.STRUCT.size();
        if (args.get("size") == 0 && device.has(QRY_110_NO_SIZE_WITHOUT_PXP)) {
            return ENODEV.negated();
        }
        if (args.get("size") != exact) {
            return sizeOnly(device, args, exact);
        }
        return device.has(QRY_111_ABSENT_READS_READY) ? answer(device, args, new byte[exact]) : ENODEV.negated();
    }

    /** QRY-081 to QRY-089. */
    private static long engineCycles(XeDevice device, StructView args) {
        StructView query = new StructView(
                DrmXeQueryEngineCycles.STRUCT, MemorySegment.ofArray(new byte[DrmXeQueryEngineCycles.STRUCT.size()]));
        int exact = query.type().size() + (device.has(QRY_081_EIGHT_BYTES_MORE) ? 8 : 0);
        if (args.get("size") != exact) {
            return sizeOnly(device, args, exact);
        }
        UserMemory memory = device.machine().memory();
        if (!memory.copyFrom(args.get("data"), query.segment())) {
            return unreadable(device);
        }
        if (!EngineClock.fill(device, query)) {
            return EINVAL.negated();
        }
        return memory.copyTo(args.get("data"), query.segment()) ? 0 : EFAULT.negated();
    }

    /** QRY-090 to QRY-094. */
    private static long firmware(XeDevice device, StructView args) {
        StructView query = new StructView(
                DrmXeQueryUcFwVersion.STRUCT, MemorySegment.ofArray(new byte[DrmXeQueryUcFwVersion.STRUCT.size()]));
        int exact = query.type().size() + (device.has(QRY_090_EIGHT_BYTES_MORE) ? 8 : 0);
        if (args.get("size") != exact) {
            return sizeOnly(device, args, exact);
        }
        UserMemory memory = device.machine().memory();
        if (!memory.copyFrom(args.get("data"), query.segment())) {
            return unreadable(device);
        }
        boolean pad2 = query.get("pad2") != 0 && !device.has(QRY_091_SECOND_PAD_IGNORED);
        if (query.get("pad") != 0 || pad2 || query.get("reserved") != 0) {
            return EINVAL.negated();
        }
        int type = query.getInt("uc_type");
        boolean unknown = type > DrmXeQueryUcFwVersion.XE_QUERY_UC_TYPE_HUC;
        if (unknown && !device.has(QRY_092_UNKNOWN_TYPE_IS_GUC)) {
            return EINVAL.negated();
        }
        if (type == DrmXeQueryUcFwVersion.XE_QUERY_UC_TYPE_HUC) {
            return device.has(QRY_094_HUC_EINVAL) ? EINVAL.negated() : ENODEV.negated();
        }
        query.set("branch_ver", device.has(QRY_093_BRANCH_LEFT_ALONE) ? query.get("branch_ver") : 0);
        query.set("major_ver", 1).set("minor_ver", 26).set("patch_ver", 0);
        return memory.copyTo(args.get("data"), query.segment()) ? 0 : EFAULT.negated();
    }

    private static long unreadable(XeDevice device) {
        return device.has(QRY_008_UNREADABLE_ARGUMENT_EINVAL) ? EINVAL.negated() : EFAULT.negated();
    }

    /** QRY-005: the request stays as it is. */
    private static long wrongSize(XeDevice device, StructView args, int exact) {
        if (device.has(QRY_005_SIZE_CORRECTED)) {
            args.set("size", exact);
        }
        return EINVAL.negated();
    }

    private static long sizeOnly(XeDevice device, StructView args, int size) {
        if (args.get("size") != 0) {
            return wrongSize(device, args, size);
        }
        args.set("size", size);
        return 0;
    }
}
