// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.sim.driver.observation.EuStallDefect.EUS_001_UNSUPPORTED_EINVAL;
import static xe.sim.driver.observation.EuStallDefect.EUS_002_CHAIN_FIRST;
import static xe.sim.driver.observation.EuStallDefect.EUS_002_NO_PERMISSION_NEEDED;
import static xe.sim.driver.observation.EuStallDefect.EUS_003_NULL_CHAIN_IS_EMPTY;
import static xe.sim.driver.observation.EuStallDefect.EUS_004_UNKNOWN_PROPERTY_IGNORED;
import static xe.sim.driver.observation.EuStallDefect.EUS_005_ALL_64_BITS;
import static xe.sim.driver.observation.EuStallDefect.EUS_005_UNKNOWN_GT_IS_GT_0;
import static xe.sim.driver.observation.EuStallDefect.EUS_006_NOT_LIMITED;
import static xe.sim.driver.observation.EuStallDefect.EUS_007_LIMIT_IS_1757;
import static xe.sim.driver.observation.EuStallDefect.EUS_007_LISTED_RATES_ONLY;
import static xe.sim.driver.observation.EuStallDefect.EUS_008_GT_DEFAULTS;
import static xe.sim.driver.observation.EuStallDefect.EUS_009_GT_SHARED;
import static xe.sim.driver.observation.EuStallDefect.EUS_009_GT_STAYS_BUSY;
import static xe.sim.driver.observation.EuStallDefect.EUS_009_REPORTS_BEFORE_BUSY;
import static xe.sim.driver.observation.EuStallDefect.EUS_010_NOT_LIMITED;
import static xe.sim.driver.observation.EuStallDefect.EUS_010_ZERO_ACCEPTED;
import static xe.sim.driver.observation.EuStallDefect.EUS_011_MEDIA_GT_ACCEPTED;
import static xe.sim.driver.observation.EuStallDefect.EUS_012_RATE_REQUIRED;
import static xe.sim.driver.observation.EuStallDefect.EUS_012_REPORTS_REQUIRED;
import static xe.sim.driver.observation.EuStallDefect.EXT_004_LIMIT_IS_16;
import static xe.sim.driver.observation.EuStallDefect.EXT_004_LIMIT_IS_4;
import static xe.sim.driver.query.ObservationFacts.BUFFER_BYTES_PER_XECORE;
import static xe.sim.driver.query.ObservationFacts.CYCLES;
import static xe.sim.driver.query.ObservationFacts.RATES;
import static xe.sim.driver.query.ObservationFacts.RECORD_BYTES;
import static xe.uapi.DrmXeObservationParam.DRM_XE_EU_STALL_PROP_GT_ID;
import static xe.uapi.DrmXeObservationParam.DRM_XE_EU_STALL_PROP_SAMPLE_RATE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_EU_STALL_PROP_WAIT_NUM_REPORTS;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.extension.UserExtensions;
import xe.sim.driver.profile.Gt;
import xe.sim.driver.query.ObservationFacts;
import xe.sim.os.Defect;

/**
 * EU stall streams of a device: opening one ({@code xe_eu_stall_stream_open()}), and which GTs are in use.
 */
final class EuStallStreams {
    private static final int MAX_EXTENSIONS = 5;
    private static final int GT_MASK = 0xff;

    private final XeDevice device;
    private final ObservationPermission permission;
    private final Set<Gt> busy = ConcurrentHashMap.newKeySet();

    EuStallStreams(XeDevice device, ObservationPermission permission) {
        this.device = device;
        this.permission = permission;
    }

    XeDevice device() {
        return device;
    }

    /** The stream was closed. */
    void closed(Gt gt) {
        if (!has(EUS_009_GT_STAYS_BUSY)) {
            busy.remove(gt);
        }
    }

    private boolean has(Defect defect) {
        return device.has(defect);
    }

    /** What the chain says. */
    private static final class Wanted {
        private @Nullable Gt gt;
        private boolean rate;
        private boolean reportsGiven;
        private int reports = 1; // EUS-012
    }

    /** The new descriptor, or a negated errno. */
    long open(long chain) {
        if (!ObservationFacts.hasEuStall(device.profile())) {
            return has(EUS_001_UNSUPPORTED_EINVAL) ? EINVAL.negated() : ENODEV.negated();
        }
        boolean allowed = permission.check() == 0 || has(EUS_002_NO_PERMISSION_NEEDED);
        if (!allowed && !has(EUS_002_CHAIN_FIRST)) {
            return EACCES.negated();
        }
        Wanted wanted = new Wanted();
        long refused = read(chain, wanted);
        if (refused != 0) {
            return refused;
        }
        if (!allowed) {
            return EACCES.negated();
        }
        Gt gt = wanted.gt == null && has(EUS_008_GT_DEFAULTS)
                ? device.profile().gts().getFirst()
                : wanted.gt;
        boolean incomplete =
                (!wanted.rate && has(EUS_012_RATE_REQUIRED)) || (!wanted.reportsGiven && has(EUS_012_REPORTS_REQUIRED));
        return gt == null || incomplete ? EINVAL.negated() : begin(gt, wanted);
    }

    private synchronized long begin(Gt gt, Wanted wanted) {
        boolean wrong = !possible(gt, wanted.reports);
        if (wrong && has(EUS_009_REPORTS_BEFORE_BUSY)) {
            return EINVAL.negated();
        }
        if (busy.contains(gt) && !has(EUS_009_GT_SHARED)) {
            return EBUSY.negated();
        }
        if (wrong) {
            return EINVAL.negated(); // EUS-010, EUS-011
        }
        EuStallStream stream = new EuStallStream(this, gt);
        long fd = device.machine().files().install(stream, false);
        if (fd < 0) {
            stream.put();
            return fd;
        }
        busy.add(gt);
        return fd;
    }

    private boolean possible(Gt gt, int reports) {
        if (gt.media() && has(EUS_011_MEDIA_GT_ACCEPTED)) {
            return true;
        }
        int most = BUFFER_BYTES_PER_XECORE / RECORD_BYTES * ObservationFacts.xeCores(gt);
        boolean few = Integer.compareUnsigned(reports, most) <= 0 || (has(EUS_010_NOT_LIMITED) && !gt.media());
        return few && (reports != 0 || has(EUS_010_ZERO_ACCEPTED));
    }

    private long read(long chain, Wanted wanted) {
        if (chain == 0 && has(EUS_003_NULL_CHAIN_IS_EMPTY)) {
            return 0;
        }
        int most = has(EXT_004_LIMIT_IS_4) ? MAX_EXTENSIONS - 1 : MAX_EXTENSIONS;
        return UserExtensions.walkFrom(
                device,
                chain,
                has(EXT_004_LIMIT_IS_16) ? UserExtensions.MAX_EXTENSIONS : most,
                (property, value) -> set(wanted, property, value));
    }

    private long set(Wanted wanted, int property, long value) {
        return switch (property) {
            case DRM_XE_EU_STALL_PROP_GT_ID -> setGt(wanted, value);
            case DRM_XE_EU_STALL_PROP_SAMPLE_RATE -> {
                wanted.rate = true;
                yield rate(value) ? 0 : EINVAL.negated();
            }
            case DRM_XE_EU_STALL_PROP_WAIT_NUM_REPORTS -> {
                wanted.reportsGiven = true;
                wanted.reports = (int) value;
                yield 0;
            }
            default -> has(EUS_004_UNKNOWN_PROPERTY_IGNORED) ? 0 : EINVAL.negated();
        };
    }

    /** EUS-005: the driver keeps eight bits. */
    private long setGt(Wanted wanted, long value) {
        List<Gt> gts = device.profile().gts();
        long id = has(EUS_005_ALL_64_BITS) ? value : value & GT_MASK;
        if (Long.compareUnsigned(id, gts.size()) >= 0) {
            wanted.gt = gts.getFirst();
            return has(EUS_005_UNKNOWN_GT_IS_GT_0) ? 0 : EINVAL.negated();
        }
        wanted.gt = gts.get((int) id);
        return 0;
    }

    /** EUS-006, EUS-007: rounded down to a multiple. */
    private boolean rate(long value) {
        long multiple = Long.divideUnsigned(value, CYCLES);
        boolean listed = value == multiple * CYCLES;
        boolean within = multiple >= 1 && Long.compareUnsigned(multiple, RATES) <= 0;
        if (has(EUS_006_NOT_LIMITED)) {
            return true;
        }
        if (has(EUS_007_LIMIT_IS_1757) && Long.compareUnsigned(value, (long) RATES * CYCLES) > 0) {
            return false;
        }
        return within && (listed || !has(EUS_007_LISTED_RATES_ONLY));
    }
}
