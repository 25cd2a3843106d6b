// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmSyncobjCreate.DRM_SYNCOBJ_CREATE_SIGNALED;

import java.util.ArrayList;
import java.util.List;
import xe.sim.os.UserMemory;
import xe.uapi.DrmSyncobjArray;
import xe.uapi.DrmSyncobjCreate;
import xe.uapi.DrmSyncobjDestroy;
import xe.uapi.DrmSyncobjTimelineArray;
import xe.uapi.DrmSyncobjTimelineWait;
import xe.uapi.DrmSyncobjWait;
import xe.uapi.StructView;

/**
 * The ioctls of sync objects ({@code drm_syncobj.c}): create, destroy, reset, signal, query and wait.
 */
final class SyncobjIoctls {
    private static final int QUERY_LAST_SUBMITTED = DrmSyncobjTimelineArray.DRM_SYNCOBJ_QUERY_FLAGS_LAST_SUBMITTED;

    private final UserMemory memory;

    private SyncobjIoctls(UserMemory memory) {
        this.memory = memory;
    }

    /** Fills the slots of the core's table. */
    static void register(DrmDevice device) {
        SyncobjIoctls ioctls = new SyncobjIoctls(device.machine().memory());
        SyncobjWait wait = new SyncobjWait(ioctls);
        IoctlTable table = device.ioctls();
        table.add(DrmSyncobjCreate.DRM_IOCTL_SYNCOBJ_CREATE, IoctlTable.RENDER_ALLOW, SyncobjIoctls::create);
        table.add(DrmSyncobjDestroy.DRM_IOCTL_SYNCOBJ_DESTROY, IoctlTable.RENDER_ALLOW, SyncobjIoctls::destroy);
        table.add(DrmSyncobjArray.DRM_IOCTL_SYNCOBJ_RESET, IoctlTable.RENDER_ALLOW, ioctls::reset);
        table.add(DrmSyncobjArray.DRM_IOCTL_SYNCOBJ_SIGNAL, IoctlTable.RENDER_ALLOW, ioctls::signal);
        table.add(DrmSyncobjTimelineArray.DRM_IOCTL_SYNCOBJ_QUERY, IoctlTable.RENDER_ALLOW, ioctls::query);
        table.add(
                DrmSyncobjTimelineArray.DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL,
                IoctlTable.RENDER_ALLOW,
                ioctls::timelineSignal);
        table.add(DrmSyncobjWait.DRM_IOCTL_SYNCOBJ_WAIT, IoctlTable.RENDER_ALLOW, wait::plain);
        table.add(DrmSyncobjTimelineWait.DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT, IoctlTable.RENDER_ALLOW, wait::timeline);
    }

    private static long create(DrmFile file, StructView args) {
        if ((args.get("flags") & ~DRM_SYNCOBJ_CREATE_SIGNALED) != 0) {
            return EINVAL.negated();
        }
        Syncobj syncobj = new Syncobj();
        if (args.get("flags") != 0) {
            syncobj.replace(DmaFence.done());
        }
        args.set("handle", file.syncobjs().add(syncobj));
        return 0;
    }

    private static long destroy(DrmFile file, StructView args) {
        boolean gone = args.get("pad") == 0 && file.syncobjs().remove(args.getInt("handle")) != null;
        return gone ? 0 : EINVAL.negated();
    }

    private long reset(DrmFile file, StructView args) {
        List<Syncobj> found = new ArrayList<>();
        long result = args.get("pad") != 0 ? EINVAL.negated() : find(file, args, found);
        if (result == 0) {
            found.forEach(syncobj -> syncobj.replace(null));
        }
        return result;
    }

    private long signal(DrmFile file, StructView args) {
        List<Syncobj> found = new ArrayList<>();
        long result = args.get("pad") != 0 ? EINVAL.negated() : find(file, args, found);
        if (result == 0) {
            found.forEach(syncobj -> syncobj.replace(DmaFence.done()));
        }
        return result;
    }

    private long timelineSignal(DrmFile file, StructView args) {
        List<Syncobj> found = new ArrayList<>();
        long result = args.get("flags") != 0 ? EINVAL.negated() : find(file, args, found);
        for (int i = 0; i < found.size() && result == 0; i++) {
            Long point = memory.getLong(args.get("points") + (long) i * Long.BYTES);
            if (point == null) {
                return EFAULT.negated();
            }
            if (point == 0) {
                found.get(i).replace(DmaFence.done());
            } else {
                found.get(i).add(point, DmaFence.done());
            }
        }
        return result;
    }

    private long query(DrmFile file, StructView args) {
        List<Syncobj> found = new ArrayList<>();
        long flags = args.get("flags");
        long result = (flags & ~QUERY_LAST_SUBMITTED) != 0 ? EINVAL.negated() : find(file, args, found);
        for (int i = 0; i < found.size() && result == 0; i++) {
            long point = flags != 0 ? found.get(i).submitted() : found.get(i).signalled();
            if (!memory.putLong(args.get("points") + (long) i * Long.BYTES, point)) {
                return EFAULT.negated();
            }
        }
        return result;
    }

    /** Reads the handles; EINVAL for none, EFAULT, or ENOENT for an unknown one. */
    long find(DrmFile file, StructView args, List<Syncobj> found) {
        long count = args.get("count_handles");
        if (count == 0) {
            return EINVAL.negated();
        }
        for (long i = 0; i < count; i++) {
            Integer handle = memory.getInt(args.get("handles") + i * Integer.BYTES);
            if (handle == null) {
                return EFAULT.negated();
            }
            Syncobj syncobj = file.syncobjs().get(handle);
            if (syncobj == null) {
                return ENOENT.negated();
            }
            found.add(syncobj);
        }
        return 0;
    }

    UserMemory memory() {
        return memory;
    }
}
