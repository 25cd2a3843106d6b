// SPDX-License-Identifier: MIT
package xe.sim.driver.watch;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.device.RestartDefect.FEAT_005_EOPNOTSUPP_FOR_ARGUMENTS;
import static xe.sim.driver.device.SubscribeDefect.WQ_001_FLAGS_IGNORED;
import static xe.sim.driver.device.SubscribeDefect.WQ_002_PAD_IGNORED;
import static xe.sim.driver.device.SubscribeDefect.WQ_003_WATCH_ID_TRUNCATED;
import static xe.sim.driver.device.SubscribeDefect.WQ_004_ID_255_REFUSED;
import static xe.sim.driver.device.SubscribeDefect.WQ_005_BAD_FD_EBADF;
import static xe.sim.driver.device.SubscribeDefect.WQ_006_NO_PIPE_ENODEV;
import static xe.sim.driver.device.SubscribeDefect.WQ_007_PLAIN_PIPE_ACCEPTED;
import static xe.sim.driver.device.SubscribeDefect.WQ_008_O_PATH_ACCEPTED;
import static xe.sim.driver.device.SubscribeDefect.WQ_016_DESCRIPTORS_COMPARED;
import static xe.sim.driver.device.SubscribeDefect.WQ_030_STRUCT_COPIED_BACK;
import static xe.sim.driver.device.SubscribeDefect.WQ_031_READ_ONLY_REFUSED;
import static xe.sim.driver.device.SubscribeDefect.WQ_035_BAD_FD_FIRST;
import static xe.uapi.DrmXeWatchQueue.MAX_WATCH_ID;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.os.OpenFile;
import xe.sim.pipe.PipeEnd;
import xe.sim.pipe.WatchQueue;
import xe.uapi.StructView;

/**
 * WATCH_QUEUE ({@code xe_watch_queue_ioctl()}), checks W1 to W8.
 */
public final class WatchQueueIoctl {
    private final XeDevice device;

    public WatchQueueIoctl(XeDevice device) {
        this.device = device;
    }

    public long subscribe(XeFile file, StructView args) {
        if (device.has(WQ_031_READ_ONLY_REFUSED) && !file.writable()) {
            return EACCES.negated();
        }
        OpenFile target = find(args.getInt("fd"));
        try {
            return subscribe(file, args, target);
        } finally {
            if (target != null) {
                target.put();
            }
        }
    }

    private @Nullable OpenFile find(int fd) {
        OpenFile target = device.machine().files().get(fd); // WQ-008: no O_PATH
        return target == null && device.has(WQ_008_O_PATH_ACCEPTED)
                ? device.machine().files().getRaw(fd)
                : target;
    }

    private long subscribe(XeFile file, StructView args, @Nullable OpenFile target) {
        boolean flags = args.get("flags") != 0 && !device.has(WQ_001_FLAGS_IGNORED);
        boolean pad = args.get("pad") != 0 && !device.has(WQ_002_PAD_IGNORED);
        boolean large = args.get("watch_id") > MAX_WATCH_ID && !device.has(WQ_003_WATCH_ID_TRUNCATED);
        if (flags || pad || large) { // W1, W2
            if (target == null && device.has(WQ_035_BAD_FD_FIRST)) {
                return EBADF.negated();
            }
            return device.has(FEAT_005_EOPNOTSUPP_FOR_ARGUMENTS) ? EOPNOTSUPP.negated() : EINVAL.negated();
        }
        int id = args.getInt("watch_id") & MAX_WATCH_ID;
        if (id == MAX_WATCH_ID && device.has(WQ_004_ID_255_REFUSED)) {
            return EINVAL.negated();
        }
        WatchQueue queue = WatchQueue.of(target);
        if (queue == null) {
            return noQueue(target); // W3
        }
        if (device.has(WQ_030_STRUCT_COPIED_BACK)) {
            args.set("watch_id", 0);
        }
        long result = file.watches().add(queue, id); // W4 to W8
        boolean copy = result == EBUSY.negated()
                && device.has(WQ_016_DESCRIPTORS_COMPARED)
                && device.machine().files().count(file) > 1;
        return copy ? 0 : result;
    }

    /** WQ-005 to WQ-008: always EINVAL. */
    private long noQueue(@Nullable OpenFile target) {
        if (target == null) {
            return device.has(WQ_005_BAD_FD_EBADF) ? EBADF.negated() : EINVAL.negated();
        }
        if ((target.flags() & Abi.O_PATH) != 0) {
            return 0; // found by the defect alone
        }
        if (target instanceof PipeEnd) {
            return device.has(WQ_007_PLAIN_PIPE_ACCEPTED) ? 0 : EINVAL.negated();
        }
        return device.has(WQ_006_NO_PIPE_ENODEV) ? ENODEV.negated() : EINVAL.negated();
    }
}
