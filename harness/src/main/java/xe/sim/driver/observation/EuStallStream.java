// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOTTY;
import static xe.sim.driver.observation.EuStallDefect.EUS_013_INFO_ANSWERED;
import static xe.sim.driver.observation.EuStallDefect.EUS_013_UNKNOWN_ENOTTY;
import static xe.sim.driver.observation.EuStallDefect.EUS_014_SHORT_READ_EAGAIN;
import static xe.sim.driver.observation.EuStallDefect.EUS_015_READ_BEFORE_ENABLE_EAGAIN;
import static xe.sim.driver.observation.EuStallDefect.EUS_016_READS_NOTHING;
import static xe.sim.driver.query.ObservationFacts.RECORD_BYTES;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_DISABLE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_ENABLE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_INFO;

import xe.kernel.Abi;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.profile.Gt;
import xe.sim.os.Iovec;
import xe.sim.os.OpenFile;

/**
 * The descriptor of an EU stall stream ({@code fops_eu_stall}). No XeCore of the model stalls, so there are no records.
 */
final class EuStallStream extends OpenFile {
    private final EuStallStreams streams;
    private final XeDevice device;
    private final Gt gt;
    private volatile boolean enabled;

    EuStallStream(EuStallStreams streams, Gt gt) {
        super(Abi.O_RDONLY);
        this.streams = streams;
        this.device = streams.device();
        this.gt = gt;
    }

    @Override
    protected String anonymousName() {
        return "anon_inode:[xe_eu_stall]";
    }

    @Override
    public long ioctl(int request, long argument) {
        if (request == DRM_XE_OBSERVATION_IOCTL_ENABLE || request == DRM_XE_OBSERVATION_IOCTL_DISABLE) {
            enabled = request == DRM_XE_OBSERVATION_IOCTL_ENABLE;
            return 0;
        }
        if (request == DRM_XE_OBSERVATION_IOCTL_INFO && device.has(EUS_013_INFO_ANSWERED)) {
            return 0;
        }
        return device.has(EUS_013_UNKNOWN_ENOTTY) ? ENOTTY.negated() : EINVAL.negated();
    }

    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        if (Iovec.total(vectors) < RECORD_BYTES) {
            return device.has(EUS_014_SHORT_READ_EAGAIN) ? EAGAIN.negated() : EINVAL.negated();
        }
        if (!enabled) {
            return device.has(EUS_015_READ_BEFORE_ENABLE_EAGAIN) ? EAGAIN.negated() : EINVAL.negated();
        }
        if (nonBlocking()) {
            return device.has(EUS_016_READS_NOTHING) ? 0 : EAGAIN.negated();
        }
        return waiters().await(() -> false) ? 0 : EINTR.negated();
    }

    @Override
    public int poll() {
        return 0;
    }

    @Override
    protected void release() {
        streams.closed(gt);
    }
}
