// SPDX-License-Identifier: MIT
package xe.trace;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.kernel.Ioc;
import xe.kernel.SyscallResult;
import xe.uapi.DmaHeapAllocationData;
import xe.uapi.DrmPrimeHandle;
import xe.uapi.DrmSyncobjHandle;
import xe.uapi.DrmXeObservationParam;
import xe.uapi.Ioctl;
import xe.uapi.StructView;
import xe.uapi.XeUapi;

/**
 * Puts ioctls into words: the request's name and its struct by field.
 */
final class IoctlText {
    private static final Map<Integer, String> NAMES = Map.of(
            Abi.FIONREAD,
            "FIONREAD",
            Abi.FIONBIO,
            "FIONBIO",
            Abi.FIOCLEX,
            "FIOCLEX",
            Abi.FIONCLEX,
            "FIONCLEX",
            0x5760,
            "IOC_WATCH_QUEUE_SET_SIZE",
            0x5761,
            "IOC_WATCH_QUEUE_SET_FILTER");

    private final ReadableMemory memory;

    IoctlText(ReadableMemory memory) {
        this.memory = memory;
    }

    Call before(int fd, int request, long argument) {
        @Nullable Ioctl known = XeUapi.byRequest(request).orElse(null);
        int size = known == null ? 0 : Math.min(known.struct().size(), Ioc.size(request));
        return new Call(fd, request, argument, known, memory.copy(argument, size));
    }

    /** One ioctl, with the request as it was and as it is afterwards. */
    final class Call {
        private final int fd;
        private final int request;
        private final long argument;
        private final @Nullable Ioctl known;
        private final byte[] sent;
        private byte[] received = new byte[0];

        private Call(int fd, int request, long argument, @Nullable Ioctl known, byte[] sent) {
            this.fd = fd;
            this.request = request;
            this.argument = argument;
            this.known = known;
            this.sent = sent;
        }

        void after() {
            if ((Ioc.direction(request) & Ioc.READ) != 0) {
                received = memory.copy(argument, sent.length);
            }
        }

        byte[] bytes() {
            return sent;
        }

        /** The descriptor that a call made which gave {@code result}; empty for calls that make none. */
        OptionalInt made(SyscallResult result) {
            if (result.failed() || known == null) {
                return OptionalInt.empty();
            }
            if (known.equals(DmaHeapAllocationData.DMA_HEAP_IOCTL_ALLOC)
                    || known.equals(DrmPrimeHandle.DRM_IOCTL_PRIME_HANDLE_TO_FD)
                    || known.equals(DrmSyncobjHandle.DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD)) {
                return OptionalInt.of(new StructView(known.struct(), MemorySegment.ofArray(received)).getInt("fd"));
            }
            return opensStream() ? OptionalInt.of((int) result.raw()) : OptionalInt.empty();
        }

        private boolean opensStream() {
            return DrmXeObservationParam.DRM_IOCTL_XE_OBSERVATION.equals(known)
                    && sent.length == DrmXeObservationParam.STRUCT.size()
                    && new StructView(DrmXeObservationParam.STRUCT, MemorySegment.ofArray(sent)).get("observation_op")
                            == DrmXeObservationParam.DRM_XE_OBSERVATION_OP_STREAM_OPEN;
        }

        String name() {
            if (known == null) {
                return NAMES.getOrDefault(request, "0x" + Integer.toHexString(request));
            }
            return known.request() == request
                    ? known.name()
                    : known.name() + "[0x" + Integer.toHexString(request) + "]";
        }

        String text() {
            String after =
                    received.length > 0 && !java.util.Arrays.equals(sent, received) ? " => " + fields(received) : "";
            return "ioctl(" + fd + ", " + name() + ", " + fields(sent) + after + ")";
        }

        private String fields(byte[] bytes) {
            Ioctl ioctl = known;
            if (ioctl == null || bytes.length == 0) {
                return argument == 0 ? "NULL" : "0x" + Long.toHexString(argument);
            }
            byte[] whole = java.util.Arrays.copyOf(bytes, ioctl.struct().size());
            String text = new StructView(ioctl.struct(), MemorySegment.ofArray(whole)).toString();
            return text.substring(text.indexOf('{'));
        }
    }
}
