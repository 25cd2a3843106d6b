// SPDX-License-Identifier: MIT
package xe.conformance;

import xe.drm.DrmFile;
import xe.kernel.Abi;
import xe.uapi.DrmPrimeHandle;
import xe.uapi.Outcome;

/** PRIME: buffers as descriptors. */
final class Prime {
    static final int CLOEXEC = Abi.O_CLOEXEC;

    private Prime() {}

    /** HANDLE_TO_FD; the descriptor is in {@code answer().getInt("fd")}. */
    static Outcome export(DrmFile file, int handle, int flags) {
        return file.ioctl(
                DrmPrimeHandle.DRM_IOCTL_PRIME_HANDLE_TO_FD,
                request -> request.set("handle", handle).set("flags", flags).set("fd", -1));
    }

    /** The descriptor of a buffer that must be there, which the caller closes. */
    static int exported(DrmFile file, int handle) {
        Outcome exported = export(file, handle, CLOEXEC);
        exported.orThrow();
        return exported.answer().getInt("fd");
    }

    /** FD_TO_HANDLE; the handle is in {@code answer().getInt("handle")}. */
    static Outcome importFd(DrmFile file, int fd) {
        return file.ioctl(DrmPrimeHandle.DRM_IOCTL_PRIME_FD_TO_HANDLE, request -> request.set("fd", fd));
    }
}
