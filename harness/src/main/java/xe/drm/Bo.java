// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmPrimeHandle.DRM_IOCTL_PRIME_HANDLE_TO_FD;
import static xe.uapi.DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET;

import java.lang.foreign.MemorySegment;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.RawMemory;
import xe.kernel.SyscallResult;
import xe.uapi.Outcome;

/**
 * A buffer object of a DRM file. It lives until its handle, its file and its mappings are gone.
 */
public final class Bo {
    private final DrmFile file;
    private final int handle;
    private final long sizeBytes;

    Bo(DrmFile file, int handle, long sizeBytes) {
        this.file = file;
        this.handle = handle;
        this.sizeBytes = sizeBytes;
    }

    DrmFile file() {
        return file;
    }

    public int handle() {
        return handle;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    /** Where mmap(2) of the file finds the buffer. */
    public long mmapOffset() {
        Outcome offset = file.ioctl(DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> request.set("handle", handle));
        offset.orThrow();
        return offset.answer().get("offset");
    }

    /** Maps the whole buffer into this process; {@link #unmap} takes what this returns. */
    public MemorySegment map() {
        return RawMemory.at(mmap().orThrow("mmap of a buffer"), sizeBytes);
    }

    /** Maps it and lets go again: the result tells why it cannot be mapped. */
    public Outcome tryMap() {
        SyscallResult address = mmap();
        if (!address.failed()) {
            file.kernel().munmap(address.raw(), sizeBytes).orThrow("munmap of a buffer");
        }
        return Outcome.of("mmap of a buffer", address);
    }

    private SyscallResult mmap() {
        Outcome offset = file.ioctl(DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> request.set("handle", handle));
        offset.orThrow();
        return file.kernel()
                .mmap(0, sizeBytes, Abi.PROT_READ | Abi.PROT_WRITE, Abi.MAP_SHARED, file.fd(), mmapOffset());
    }

    public void unmap(MemorySegment mapping) {
        file.kernel().munmap(mapping.address(), sizeBytes).orThrow("munmap of a buffer");
    }

    public Kernel kernel() {
        return file.kernel();
    }

    /** PRIME_HANDLE_TO_FD; {@code answer().getInt("fd")} is the caller's to close. */
    public Outcome tryExport(int flags) {
        return file.ioctl(
                DRM_IOCTL_PRIME_HANDLE_TO_FD,
                request -> request.set("handle", handle).set("flags", flags).set("fd", -1));
    }

    /** Gives the handle up. */
    public void close() {
        file.tryCloseHandle(handle).orThrow();
    }
}
