// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOTTY;
import static xe.sim.driver.observation.OaStreamDefect.OAS_001_UNKNOWN_ENOTTY;
import static xe.sim.driver.observation.OaStreamDefect.OAS_002_DISABLED_TWICE_EALREADY;
import static xe.sim.driver.observation.OaStreamDefect.OAS_002_ENABLED_TWICE_EALREADY;
import static xe.sim.driver.observation.OaStreamDefect.OAS_004_UNKNOWN_SET_EINVAL;
import static xe.sim.driver.observation.OaStreamDefect.OAS_005_NEW_ID_RETURNED;
import static xe.sim.driver.observation.OaStreamDefect.OAS_006_FAULT_IGNORED;
import static xe.sim.driver.observation.OaStreamDefect.OAS_007_EAGAIN;
import static xe.sim.driver.observation.OaStreamDefect.OAS_008_READS_NOTHING;
import static xe.sim.driver.observation.OaStreamDefect.OAS_009_READS_NOTHING;
import static xe.sim.driver.observation.OaStreamDefect.OAS_010_ANY_LENGTH;
import static xe.sim.driver.observation.OaStreamDefect.OAS_010_SHARED_MAPPING;
import static xe.sim.driver.observation.OaStreamDefect.OAS_010_WRITABLE_MAPPING;
import static xe.sim.driver.observation.OaStreamDefect.OAS_011_MMAP_FOR_ALL;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_DISABLE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_ENABLE;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_INFO;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_STATUS;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.profile.OaUnit;
import xe.sim.driver.sync.SyncArray;
import xe.sim.os.Iovec;
import xe.sim.os.OpenFile;
import xe.sim.os.SharedMemory;
import xe.uapi.CStruct;
import xe.uapi.DrmXeOaStreamInfo;
import xe.uapi.DrmXeOaStreamStatus;
import xe.uapi.StructView;

/**
 * The descriptor of an OA stream ({@code xe_oa_fops}). No engine of the model counts anything, so there are no reports.
 */
final class OaStream extends OpenFile {
    private final OaStreams streams;
    private final XeDevice device;
    private final XeFile file;
    private final OaUnit unit;
    private final boolean sample;
    private final boolean periodic;
    private final long bufferBytes;
    private OaConfig config;
    private int configId;
    private boolean enabled;
    private @Nullable SharedMemory buffer;

    OaStream(OaStreams streams, XeFile file, OaUnit unit, OaProperties wanted, OaConfig config) {
        super(Abi.O_RDONLY);
        this.streams = streams;
        this.device = streams.device();
        this.file = file;
        this.unit = unit;
        this.sample = wanted.sample;
        this.periodic = wanted.exponent >= 0;
        this.bufferBytes = wanted.bufferBytes;
        this.enabled = !wanted.disabled;
        this.config = config;
        this.configId = wanted.metricSet;
        file.hold();
        streams.configs().use(config, 1);
    }

    @Override
    protected String anonymousName() {
        return "anon_inode:[xe_oa]";
    }

    @Override
    public synchronized long ioctl(int request, long argument) {
        return switch (request) {
            case DRM_XE_OBSERVATION_IOCTL_ENABLE -> {
                boolean again = enabled && device.has(OAS_002_ENABLED_TWICE_EALREADY);
                enabled = true;
                yield again ? EALREADY.negated() : 0;
            }
            case DRM_XE_OBSERVATION_IOCTL_DISABLE -> {
                boolean again = !enabled && device.has(OAS_002_DISABLED_TWICE_EALREADY);
                enabled = false;
                yield again ? EALREADY.negated() : 0;
            }
            case DRM_XE_OBSERVATION_IOCTL_CONFIG -> configure(argument);
            case DRM_XE_OBSERVATION_IOCTL_STATUS -> answer(argument, DrmXeOaStreamStatus.STRUCT, "oa_status", 0);
            case DRM_XE_OBSERVATION_IOCTL_INFO ->
                answer(argument, DrmXeOaStreamInfo.STRUCT, "oa_buf_size", bufferBytes); // OAO-025
            default -> device.has(OAS_001_UNKNOWN_ENOTTY) ? ENOTTY.negated() : EINVAL.negated();
        };
    }

    /** OAS-003 to OAS-005. */
    private long configure(long chain) {
        OaProperties wanted = new OaProperties(device);
        long refused = wanted.readForConfig(chain);
        if (refused != 0) {
            return refused;
        }
        OaConfig next = wanted.metricSet == 0 ? null : streams.configs().get(file, wanted.metricSet);
        if (next == null) {
            return device.has(OAS_004_UNKNOWN_SET_EINVAL) ? EINVAL.negated() : ENODEV.negated();
        }
        SyncArray syncs = new SyncArray();
        refused = streams.parseSyncs(file, wanted, syncs);
        if (refused != 0) {
            return refused;
        }
        streams.configs().use(config, -1);
        streams.configs().use(next, 1);
        int before = configId;
        config = next;
        configId = wanted.metricSet;
        streams.activate(syncs);
        return device.has(OAS_005_NEW_ID_RETURNED) ? configId : before;
    }

    /** OAS-006. */
    private long answer(long address, CStruct struct, String field, long value) {
        StructView view = new StructView(struct, MemorySegment.ofArray(new byte[struct.size()])).set(field, value);
        boolean written = device.machine().memory().copyTo(address, view.segment());
        return written || device.has(OAS_006_FAULT_IGNORED) ? 0 : EFAULT.negated();
    }

    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        if (!sample) {
            return device.has(OAS_007_EAGAIN) ? EAGAIN.negated() : EINVAL.negated();
        }
        if (nonBlocking()) {
            return device.has(OAS_009_READS_NOTHING) ? 0 : EAGAIN.negated();
        }
        if (!periodic) {
            return device.has(OAS_008_READS_NOTHING) ? 0 : EINVAL.negated();
        }
        return waiters().await(() -> false) ? 0 : EINTR.negated();
    }

    @Override
    public int poll() {
        return 0;
    }

    @Override
    public synchronized long mmap(long address, long length, int protection, int mapFlags, long offset) {
        if (streams.permission().check() != 0 && !device.has(OAS_011_MMAP_FOR_ALL)) {
            return EACCES.negated();
        }
        long whole = length + Abi.PAGE_SIZE - 1 & -Abi.PAGE_SIZE;
        boolean wrong = (whole != bufferBytes && !device.has(OAS_010_ANY_LENGTH))
                || ((mapFlags & Abi.MAP_SHARED) != 0 && !device.has(OAS_010_SHARED_MAPPING))
                || ((protection & ~Abi.PROT_READ) != 0 && !device.has(OAS_010_WRITABLE_MAPPING));
        if (wrong) {
            return EINVAL.negated();
        }
        SharedMemory memory = buffer;
        if (memory == null) {
            memory = SharedMemory.allocate(bufferBytes);
            buffer = memory;
        }
        return device.machine().mappings().mmapShared(this, memory, address, length, protection, mapFlags, 0);
    }

    @Override
    protected void release() {
        SharedMemory memory = buffer;
        if (memory != null) {
            memory.close();
        }
        streams.configs().use(config, -1);
        streams.closed(unit);
        file.drop();
    }
}
