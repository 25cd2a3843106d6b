// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongFunction;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.kernel.Scratch;
import xe.kernel.Wait;
import xe.uapi.DrmSyncobjArray;
import xe.uapi.DrmSyncobjCreate;
import xe.uapi.DrmSyncobjDestroy;
import xe.uapi.DrmSyncobjTimelineArray;
import xe.uapi.DrmSyncobjTimelineWait;
import xe.uapi.DrmSyncobjWait;
import xe.uapi.Outcome;

/**
 * A sync object of a DRM file: empty, a fence, or a timeline. It ends with {@link #destroy} or with its file.
 */
public final class Syncobj {
    private static final int POINTS = 8;

    private final DrmFile file;
    private final int handle;

    private Syncobj(DrmFile file, int handle) {
        this.file = file;
        this.handle = handle;
    }

    /** One without a fence. */
    public static Syncobj create(DrmFile file) {
        return create(file, 0);
    }

    /** One with a fence that has signalled. */
    public static Syncobj createSignalled(DrmFile file) {
        return create(file, DrmSyncobjCreate.DRM_SYNCOBJ_CREATE_SIGNALED);
    }

    private static Syncobj create(DrmFile file, int flags) {
        Outcome created = file.ioctl(DrmSyncobjCreate.DRM_IOCTL_SYNCOBJ_CREATE, request -> request.set("flags", flags));
        created.orThrow();
        return new Syncobj(file, created.answer().getInt("handle"));
    }

    public int handle() {
        return handle;
    }

    /** Takes the fence away. */
    public void reset() {
        withMemory(memory -> file.ioctl(
                        DrmSyncobjArray.DRM_IOCTL_SYNCOBJ_RESET,
                        request -> request.set("handles", memory.address()).set("count_handles", 1)))
                .orThrow();
    }

    /** Makes it a timeline on which {@code point} has signalled. */
    public void signal(long point) {
        withMemory(memory -> {
                    memory.segment().set(ValueLayout.JAVA_LONG, POINTS, point);
                    return file.ioctl(
                            DrmSyncobjTimelineArray.DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL,
                            request -> request.set("handles", memory.address())
                                    .set("points", memory.address() + POINTS)
                                    .set("count_handles", 1));
                })
                .orThrow();
    }

    /** The last point of the timeline that has signalled; 0 for an object that is none. */
    public long point() {
        return query(0);
    }

    /** The last point of the timeline that work was submitted for. */
    public long submittedPoint() {
        return query(DrmSyncobjTimelineArray.DRM_SYNCOBJ_QUERY_FLAGS_LAST_SUBMITTED);
    }

    private long query(int flags) {
        try (Scratch memory = memory()) {
            file.ioctl(
                            DrmSyncobjTimelineArray.DRM_IOCTL_SYNCOBJ_QUERY,
                            request -> request.set("handles", memory.address())
                                    .set("points", memory.address() + POINTS)
                                    .set("count_handles", 1)
                                    .set("flags", flags))
                    .orThrow();
            return memory.segment().get(ValueLayout.JAVA_LONG, POINTS);
        }
    }

    /** SYNCOBJ_WAIT for the fence: ETIME if it does not signal in time, EINVAL if there is none. */
    public Outcome tryAwait(Duration within) {
        return withMemory(memory -> file.ioctl(
                DrmSyncobjWait.DRM_IOCTL_SYNCOBJ_WAIT,
                request -> request.set("handles", memory.address())
                        .set("timeout_nsec", System.nanoTime() + within.toNanos())
                        .set("count_handles", 1)));
    }

    /** SYNCOBJ_TIMELINE_WAIT for a point: ETIME if it does not signal in time, EINVAL if nothing was submitted for it. */
    public Outcome tryAwait(long point, Duration within) {
        return withMemory(memory -> {
            memory.segment().set(ValueLayout.JAVA_LONG, POINTS, point);
            return file.ioctl(
                    DrmSyncobjTimelineWait.DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT,
                    request -> request.set("handles", memory.address())
                            .set("points", memory.address() + POINTS)
                            .set("timeout_nsec", System.nanoTime() + within.toNanos())
                            .set("count_handles", 1));
        });
    }

    /** {@link #tryAwait(Duration)} until a deadline. */
    public Outcome tryAwait(Deadline deadline) {
        return until(deadline, sliceNs -> tryAwait(Duration.ofNanos(sliceNs)));
    }

    /** {@link #tryAwait(long, Duration)} until a deadline. */
    public Outcome tryAwait(long point, Deadline deadline) {
        return until(deadline, sliceNs -> tryAwait(point, Duration.ofNanos(sliceNs)));
    }

    private static Outcome until(Deadline deadline, LongFunction<Outcome> call) {
        Wait wait = deadline.begin("the fence of a sync object");
        while (true) {
            Outcome waited = call.apply(wait.longSliceNs());
            if (waited.errno() != Errno.ETIME || !wait.restAndGoOn()) {
                return waited;
            }
        }
    }

    public void destroy() {
        file.ioctl(DrmSyncobjDestroy.DRM_IOCTL_SYNCOBJ_DESTROY, request -> request.set("handle", handle))
                .orThrow();
    }

    private Outcome withMemory(Function<Scratch, Outcome> call) {
        try (Scratch memory = memory()) {
            return call.apply(memory);
        }
    }

    /** The handle, and room for a point. */
    private Scratch memory() {
        Scratch memory = Scratch.borrow(POINTS + Long.BYTES);
        memory.segment().set(ValueLayout.JAVA_INT, 0, handle);
        return memory;
    }
}
