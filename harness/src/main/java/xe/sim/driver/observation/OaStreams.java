// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.observation.OaOpenDefect.OAO_005_C4_B8_ACCEPTED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_010_QUEUE_ON_ANY_UNIT;
import static xe.sim.driver.observation.OaOpenDefect.OAO_011_UNKNOWN_QUEUE_EINVAL;
import static xe.sim.driver.observation.OaOpenDefect.OAO_012_PARALLEL_QUEUE_LET_THROUGH;
import static xe.sim.driver.observation.OaOpenDefect.OAO_013_NEGATIVE_ID_LOOKED_UP;
import static xe.sim.driver.observation.OaOpenDefect.OAO_014_NO_PREEMPT_WITHOUT_QUEUE;
import static xe.sim.driver.observation.OaOpenDefect.OAO_015_PERMISSION_FIRST;
import static xe.sim.driver.observation.OaOpenDefect.OAO_015_SAMPLES_OF_A_QUEUE_FOR_ALL;
import static xe.sim.driver.observation.OaOpenDefect.OAO_016_QUEUE_NEEDS_PERMISSION;
import static xe.sim.driver.observation.OaOpenDefect.OAO_017_NOTHING_TO_OBSERVE;
import static xe.sim.driver.observation.OaOpenDefect.OAO_018_ANY_ENGINE;
import static xe.sim.driver.observation.OaOpenDefect.OAO_019_ANY_FORMAT_ON_ANY_UNIT;
import static xe.sim.driver.observation.OaOpenDefect.OAO_019_FORMAT_DEFAULTS;
import static xe.sim.driver.observation.OaOpenDefect.OAO_020_PERIOD_WITHOUT_SAMPLES;
import static xe.sim.driver.observation.OaOpenDefect.OAO_021_NOT_LIMITED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_022_UNIT_SHARED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_022_UNIT_STAYS_BUSY;
import static xe.sim.driver.observation.OaOpenDefect.OAO_023_MISSING_SYNCS_EFAULT;
import static xe.sim.driver.observation.OaOpenDefect.OAO_024_UNKNOWN_SET_ACCEPTED;
import static xe.sim.driver.observation.OaOpenDefect.OAO_025_DEFAULT_IS_1M;
import static xe.uapi.DrmXeOaUnit.DRM_XE_OA_UNIT_TYPE_OAG;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.UserFence;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.profile.Gt;
import xe.sim.driver.profile.OaUnit;
import xe.sim.driver.sync.SyncArray;
import xe.sim.drm.DmaFence;
import xe.sim.os.Defect;

/**
 * OA streams of a device: opening one ({@code xe_oa_stream_open_ioctl()}), and which units are in use.
 */
final class OaStreams {
    private static final long DEFAULT_BUFFER = 16 << 20;

    private final XeDevice device;
    private final OaConfigs configs;
    private final ObservationPermission permission;
    private final Set<OaUnit> busy = ConcurrentHashMap.newKeySet();

    OaStreams(XeDevice device, OaConfigs configs, ObservationPermission permission) {
        this.device = device;
        this.configs = configs;
        this.permission = permission;
    }

    XeDevice device() {
        return device;
    }

    OaConfigs configs() {
        return configs;
    }

    ObservationPermission permission() {
        return permission;
    }

    /** The stream was closed. */
    void closed(OaUnit unit) {
        if (!has(OAO_022_UNIT_STAYS_BUSY)) {
            busy.remove(unit);
        }
    }

    private boolean has(Defect defect) {
        return device.has(defect);
    }

    /** The new descriptor, or a negated errno. */
    long open(XeFile file, long chain) {
        if (has(OAO_015_PERMISSION_FIRST) && permission.check() != 0) {
            return EACCES.negated();
        }
        OaProperties wanted = new OaProperties(device);
        long refused = wanted.readForOpen(chain);
        if (refused != 0) {
            return refused;
        }
        OaUnit unit = wanted.unit == null ? OaUnit.of(device.profile()).getFirst() : wanted.unit;
        ExecQueue queue = null;
        if (namesQueue(wanted)) {
            queue = file.queues().get(wanted.queueId);
            refused = checkQueue(unit, queue);
        }
        if (refused == 0) {
            refused = checkCaller(wanted, queue);
        }
        if (refused == 0) {
            refused = checkEngine(wanted, unit, queue);
        }
        if (refused == 0) {
            refused = checkReports(wanted, unit);
        }
        return refused != 0 ? refused : begin(file, wanted, unit);
    }

    /** OAO-013. */
    private boolean namesQueue(OaProperties wanted) {
        return wanted.queueId > 0 || (wanted.queueId < 0 && has(OAO_013_NEGATIVE_ID_LOOKED_UP));
    }

    private long checkQueue(OaUnit unit, @Nullable ExecQueue queue) {
        if (unit.type() != DRM_XE_OA_UNIT_TYPE_OAG && !has(OAO_010_QUEUE_ON_ANY_UNIT)) {
            return EINVAL.negated();
        }
        if (queue == null) {
            return has(OAO_011_UNKNOWN_QUEUE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        return queue.width() > 1 && !has(OAO_012_PARALLEL_QUEUE_LET_THROUGH) ? EOPNOTSUPP.negated() : 0;
    }

    /** OAO-014 to OAO-017. */
    private long checkCaller(OaProperties wanted, @Nullable ExecQueue queue) {
        if (wanted.noPreempt && queue == null && !has(OAO_014_NO_PREEMPT_WITHOUT_QUEUE)) {
            return EINVAL.negated();
        }
        boolean ownQueue = queue != null && !has(OAO_016_QUEUE_NEEDS_PERMISSION);
        boolean free = ownQueue && (!wanted.sample || has(OAO_015_SAMPLES_OF_A_QUEUE_FOR_ALL)) && !wanted.noPreempt;
        if (!free && permission.check() != 0) {
            return EACCES.negated();
        }
        return queue == null && !wanted.sample && !has(OAO_017_NOTHING_TO_OBSERVE) ? EINVAL.negated() : 0;
    }

    /** OAO-018: a queue's own engine, else any of the unit's GT. */
    private long checkEngine(OaProperties wanted, OaUnit unit, @Nullable ExecQueue queue) {
        if (queue == null || has(OAO_018_ANY_ENGINE)) {
            return 0;
        }
        Gt gt = device.engines().gtOf(queue);
        boolean attached = unit.gt().equals(gt) && unit.observes(queue.engineClass(), wanted.engineInstance);
        boolean anyUnit = unit.type() != DRM_XE_OA_UNIT_TYPE_OAG && has(OAO_010_QUEUE_ON_ANY_UNIT);
        return attached || anyUnit ? 0 : EINVAL.negated();
    }

    /** OAO-019 to OAO-021. */
    private long checkReports(OaProperties wanted, OaUnit unit) {
        OaFormat format = wanted.format;
        if (format == null && has(OAO_019_FORMAT_DEFAULTS)) {
            format = fitting(unit);
            wanted.format = format;
        }
        boolean fits = format != null
                && (format.usable() || has(OAO_005_C4_B8_ACCEPTED))
                && (format.fits(unit.type()) || has(OAO_019_ANY_FORMAT_ON_ANY_UNIT));
        if (format == null || !fits) {
            return EINVAL.negated();
        }
        if (wanted.exponent >= 0 && !wanted.sample && !has(OAO_020_PERIOD_WITHOUT_SAMPLES)) {
            return EINVAL.negated();
        }
        if (wanted.bufferBytes == 0) {
            wanted.bufferBytes = has(OAO_025_DEFAULT_IS_1M) ? 1 << 20 : DEFAULT_BUFFER;
        }
        long reports = wanted.waitReports == 0 ? 1 : wanted.waitReports;
        boolean tooMany = Long.compareUnsigned(reports, wanted.bufferBytes / format.reportBytes()) > 0;
        return tooMany && !has(OAO_021_NOT_LIMITED) ? EINVAL.negated() : 0;
    }

    private OaFormat fitting(OaUnit unit) {
        return OaFormat.of(device.profile().graphicsVersion()).stream()
                .filter(format -> format.fits(unit.type()))
                .findFirst()
                .orElseThrow();
    }

    /** OAO-022 to OAO-024, then the stream. */
    private synchronized long begin(XeFile file, OaProperties wanted, OaUnit unit) {
        if (busy.contains(unit) && !has(OAO_022_UNIT_SHARED)) {
            return EBUSY.negated();
        }
        SyncArray syncs = new SyncArray();
        long refused = parseSyncs(file, wanted, syncs);
        if (refused != 0) {
            return refused;
        }
        OaConfig config = configs.get(file, wanted.metricSet);
        if (wanted.metricSet == 0 || config == null) {
            if (!has(OAO_024_UNKNOWN_SET_ACCEPTED)) {
                return EINVAL.negated();
            }
            config = new OaConfig("", file);
        }
        OaStream stream = new OaStream(this, file, unit, wanted, config);
        long fd = device.machine().files().install(stream, false);
        if (fd < 0) {
            stream.put();
            return fd;
        }
        busy.add(unit);
        activate(syncs);
        return fd;
    }

    /** OAO-023, and what {@link SyncArray} says of the entries. */
    long parseSyncs(XeFile file, OaProperties wanted, SyncArray syncs) {
        if (wanted.syncCount != 0 && wanted.syncs == 0) {
            return has(OAO_023_MISSING_SYNCS_EFAULT) ? EFAULT.negated() : EINVAL.negated();
        }
        long refused = syncs.parse(file, null, SyncArray.Caller.BIND, wanted.syncs, wanted.syncCount);
        if (refused != 0) {
            return refused;
        }
        return syncs.userFences().size() > 1 ? EINVAL.negated() : 0; // SYN-025
    }

    /** The configuration takes effect once all has happened that it is to wait for. */
    void activate(SyncArray syncs) {
        DmaFence active = new DmaFence();
        syncs.signalWith(active);
        DmaFence.whenAll(syncs.waits(), () -> {
            active.signal();
            syncs.userFences().forEach(fence -> new UserFence(device, fence.address(), fence.value()).signal());
        });
    }
}
