// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.sim.drm.HandleDefect.PRM_001_UNKNOWN_FLAG_IGNORED;
import static xe.sim.drm.HandleDefect.PRM_002_UNKNOWN_HANDLE_EINVAL;
import static xe.sim.drm.HandleDefect.PRM_006_NEW_HANDLE;
import static xe.sim.drm.HandleDefect.PRM_007_COPY_IMPORTED;
import static xe.sim.drm.IoctlTable.RENDER_ALLOW;

import xe.kernel.Abi;
import xe.sim.os.FdTable;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;
import xe.uapi.DrmPrimeHandle;
import xe.uapi.StructView;

/**
 * PRIME: buffers as descriptors and back ({@code drm_prime.c}).
 */
final class PrimeIoctls {
    private final Machine machine;

    private PrimeIoctls(Machine machine) {
        this.machine = machine;
    }

    static void register(DrmDevice device) {
        PrimeIoctls prime = new PrimeIoctls(device.machine());
        device.ioctls().add(DrmPrimeHandle.DRM_IOCTL_PRIME_HANDLE_TO_FD, RENDER_ALLOW, prime::export);
        device.ioctls().add(DrmPrimeHandle.DRM_IOCTL_PRIME_FD_TO_HANDLE, RENDER_ALLOW, prime::importFd);
    }

    /** PRM-001 to PRM-005. */
    private long export(DrmFile file, StructView args) {
        int flags = args.getInt("flags");
        boolean unknown = (flags & ~(Abi.O_CLOEXEC | Abi.O_RDWR)) != 0;
        if (unknown && !machine.has(PRM_001_UNKNOWN_FLAG_IGNORED)) {
            return EINVAL.negated();
        }
        GemObject object = file.handles().get(args.getInt("handle"));
        if (object == null) {
            return machine.has(PRM_002_UNKNOWN_HANDLE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        long refused = object.origin().export();
        if (refused != 0) {
            return refused;
        }
        FdTable files = machine.files();
        DmaBuf exported = new DmaBuf(object.origin(), flags & Abi.O_RDWR);
        long fd = files.install(exported, (flags & Abi.O_CLOEXEC) != 0);
        if (fd < 0) {
            exported.put();
            return fd;
        }
        args.set("fd", fd);
        return 0;
    }

    /** PRM-006, PRM-007: the handle that the file has already, or a new one. */
    private long importFd(DrmFile file, StructView args) {
        OpenFile shared = machine.files().get(args.getInt("fd"));
        if (shared == null) {
            return EBADF.negated();
        }
        try {
            if (!(shared instanceof DmaBuf buffer)) {
                return EINVAL.negated();
            }
            GemObject object = buffer.object();
            int known = file.handles().idOf(held -> held.origin().equals(object));
            if (known != 0 && !machine.has(PRM_006_NEW_HANDLE)) {
                args.set("handle", known);
                return 0;
            }
            if (object instanceof HeapBuffer foreign) {
                GemObject imported = file.device().imported(file, foreign);
                if (imported == null) {
                    return ENOMEM.negated();
                }
                args.set("handle", file.handles().add(imported));
                return 0;
            }
            GemObject first = file.handles().get(1);
            GemObject wrong = first != null && machine.has(PRM_007_COPY_IMPORTED) ? first : object;
            wrong.get();
            args.set("handle", file.handles().add(wrong));
            return 0;
        } finally {
            shared.put();
        }
    }
}
