// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;

import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.kernel.Abi;
import xe.uapi.DrmPrimeHandle;
import xe.uapi.Outcome;
import xe.watch.Fd;

/** PRIME: buffers as descriptors. */
final class Prime {
    private Prime() {}

    /** HANDLE_TO_FD; the descriptor is in {@code answer().getInt("fd")}. */
    static Outcome export(DrmFile file, int handle, int flags) {
        return file.bo(handle, 0).tryExport(flags);
    }

    /** States that the buffer can be exported, and closes the descriptor. */
    static void isExported(Bo bo, int flags) {
        Outcome exported = bo.tryExport(flags);
        assertThat(exported).succeeds();
        dmaBuf(bo, exported).close();
    }

    /** The descriptor of a buffer that must be there. */
    static Fd exported(Bo bo) {
        Outcome exported = bo.tryExport(Abi.O_CLOEXEC | Abi.O_RDWR);
        exported.orThrow();
        return dmaBuf(bo, exported);
    }

    private static Fd dmaBuf(Bo bo, Outcome exported) {
        return new Fd(bo.kernel(), "dma-buf", exported.answer().getInt("fd"));
    }

    /** FD_TO_HANDLE; the handle is in {@code answer().getInt("handle")}. */
    static Outcome importFd(DrmFile file, Fd fd) {
        return file.ioctl(DrmPrimeHandle.DRM_IOCTL_PRIME_FD_TO_HANDLE, request -> request.set("fd", fd.number()));
    }
}
