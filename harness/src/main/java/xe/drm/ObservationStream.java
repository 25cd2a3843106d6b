// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_CONFIG;
import static xe.uapi.DrmXeObservationParam.DRM_XE_OBSERVATION_IOCTL_INFO;

import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.kernel.Scratch;
import xe.uapi.DrmXeOaStreamInfo;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.watch.Fd;

/**
 * The descriptor of an OA or EU stall stream. Whoever opened it closes it.
 */
public final class ObservationStream implements AutoCloseable {
    private final Kernel kernel;
    private final Fd fd;

    ObservationStream(Kernel kernel, String name, int number) {
        this.kernel = kernel;
        this.fd = new Fd(kernel, name, number);
    }

    public Fd fd() {
        return fd;
    }

    /** One of DRM_XE_OBSERVATION_IOCTL_*, or any other request. */
    public Outcome tryIoctl(int request, long argument) {
        return fd.tryIoctl("0x" + Integer.toHexString(request), request, argument);
    }

    /** CONFIG; the result is the id of the configuration before. */
    public Outcome tryConfigure(PropertyChain chain) {
        try (NativeMemory nodes = chain.write(kernel)) {
            Outcome done = tryIoctl(DRM_XE_OBSERVATION_IOCTL_CONFIG, nodes.address());
            return Outcome.of("CONFIG of an OA stream with properties {" + chain + "}", done.result());
        }
    }

    /** The size of the buffer, as INFO tells it. */
    public long bufferBytes() {
        try (Scratch answer = Scratch.borrow(DrmXeOaStreamInfo.STRUCT.size())) {
            tryIoctl(DRM_XE_OBSERVATION_IOCTL_INFO, answer.address()).orThrow();
            return new StructView(DrmXeOaStreamInfo.STRUCT, answer.segment()).get("oa_buf_size");
        }
    }

    public void setNonBlocking() {
        fd.tryFcntl("F_SETFL, O_NONBLOCK", Abi.F_SETFL, Abi.O_NONBLOCK).orThrow();
    }

    public Outcome tryRead(long bytes) {
        try (Scratch buffer = Scratch.borrow(bytes)) {
            return fd.tryRead(buffer.address(), bytes);
        }
    }

    /** mmap(2) from offset 0, unmapped again if it succeeded: the result is that of mapping. */
    public Outcome tryMap(long bytes, int protection, int flags) {
        Outcome mapped = Outcome.of(
                "mmap(" + fd + ", " + bytes + " bytes, protection " + protection + ", flags " + flags + ")",
                kernel.mmap(0, bytes, protection, flags, fd.number(), 0));
        if (!mapped.failed()) {
            kernel.munmap(mapped.result().raw(), bytes).ignore();
        }
        return mapped;
    }

    @Override
    public void close() {
        fd.close();
    }
}
