// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ETIME;
import static xe.uapi.DrmSyncobjWait.DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL;
import static xe.uapi.DrmSyncobjWait.DRM_SYNCOBJ_WAIT_FLAGS_WAIT_AVAILABLE;
import static xe.uapi.DrmSyncobjWait.DRM_SYNCOBJ_WAIT_FLAGS_WAIT_DEADLINE;
import static xe.uapi.DrmSyncobjWait.DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import xe.uapi.StructView;

/**
 * Waiting for sync objects, plain ones and timelines ({@code drm_syncobj_array_wait_timeout()}).
 */
final class SyncobjWait {
    private static final long PLAIN_FLAGS = DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL
            | DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT
            | DRM_SYNCOBJ_WAIT_FLAGS_WAIT_DEADLINE;

    private final SyncobjIoctls ioctls;

    /** What is waited for: the whole object for point 0. */
    private record Target(Syncobj syncobj, long point) {
        @Nullable
        DmaFence fence() {
            return point == 0 ? syncobj.fence() : syncobj.fence(point);
        }

        boolean reached(boolean available) {
            DmaFence fence = fence();
            return fence != null && (available || fence.signalled());
        }
    }

    SyncobjWait(SyncobjIoctls ioctls) {
        this.ioctls = ioctls;
    }

    long plain(DrmFile file, StructView args) {
        if ((args.get("flags") & ~PLAIN_FLAGS) != 0) {
            return EINVAL.negated();
        }
        return args.get("count_handles") == 0 ? 0 : find(file, args, false);
    }

    long timeline(DrmFile file, StructView args) {
        if ((args.get("flags") & ~(PLAIN_FLAGS | DRM_SYNCOBJ_WAIT_FLAGS_WAIT_AVAILABLE)) != 0) {
            return EINVAL.negated();
        }
        return args.get("count_handles") == 0 ? 0 : find(file, args, true);
    }

    private long find(DrmFile file, StructView args, boolean timeline) {
        List<Syncobj> found = new ArrayList<>();
        long result = ioctls.find(file, args, found);
        if (result != 0) {
            return result;
        }
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Long point = 0L;
            if (timeline && args.get("points") != 0) {
                point = ioctls.memory().getLong(args.get("points") + (long) i * Long.BYTES);
                if (point == null) {
                    return EFAULT.negated();
                }
            }
            targets.add(new Target(found.get(i), point));
        }
        boolean mustBeSubmitted =
                (args.get("flags") & (DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FOR_SUBMIT | DRM_SYNCOBJ_WAIT_FLAGS_WAIT_AVAILABLE))
                        == 0;
        if (mustBeSubmitted && targets.stream().anyMatch(target -> target.fence() == null)) {
            return EINVAL.negated();
        }
        return wait(args, targets);
    }

    private static long wait(StructView args, List<Target> targets) {
        Semaphore woken = new Semaphore(0);
        Runnable wake = woken::release;
        targets.forEach(target -> target.syncobj().waiters().add(wake));
        try {
            while (true) {
                if (satisfied(args, targets)) {
                    return 0;
                }
                long left = args.get("timeout_nsec") - System.nanoTime();
                if (args.get("timeout_nsec") <= 0 || left <= 0) {
                    return ETIME.negated();
                }
                if (woken.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    woken.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return EINTR.negated();
        } finally {
            targets.forEach(target -> target.syncobj().waiters().remove(wake));
        }
    }

    private static boolean satisfied(StructView args, List<Target> targets) {
        boolean available = (args.get("flags") & DRM_SYNCOBJ_WAIT_FLAGS_WAIT_AVAILABLE) != 0;
        if ((args.get("flags") & DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL) != 0) {
            return targets.stream().allMatch(target -> target.reached(available));
        }
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).reached(available)) {
                args.set("first_signaled", i);
                return true;
            }
        }
        return false;
    }
}
