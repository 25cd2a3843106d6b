// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import xe.kernel.Ioc;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.kernel.SyscallResult;
import xe.uapi.Ioctl;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * Memory for requests and what they point to, each as long as it says and with a guard page behind, used again from call to call:
 * a request is the end of a block, so that a block does for all of them.
 */
final class RequestPool implements AutoCloseable {
    private static final int BLOCK_SIZE = Ioc.MAX_SIZE + 1;

    private final Kernel kernel;
    private final Queue<NativeMemory> free = new ConcurrentLinkedQueue<>();

    RequestPool(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Zero-filled memory, of as many bytes as asked for, until it is closed: for what the kernel is done with by then.
     */
    final class Lent implements AutoCloseable {
        private final NativeMemory block;
        private final MemorySegment segment;

        private Lent(NativeMemory block, long size) {
            this.block = block;
            this.segment = block.last(size);
        }

        MemorySegment segment() {
            return segment;
        }

        long address() {
            return segment.address();
        }

        @Override
        public void close() {
            if (block.size() == BLOCK_SIZE) {
                free.add(block);
            } else {
                block.close();
            }
        }
    }

    /** @param size in bytes, a multiple of the alignment that the memory needs */
    Lent lend(long size) {
        if (size > BLOCK_SIZE) {
            return new Lent(NativeMemory.allocate(kernel, size), size);
        }
        Lent lent = new Lent(block(), size);
        lent.segment().fill((byte) 0);
        return lent;
    }

    private NativeMemory block() {
        NativeMemory used = free.poll();
        return used == null ? NativeMemory.allocate(kernel, BLOCK_SIZE) : used;
    }

    /**
     * Makes an ioctl with another request number than the usual one.
     *
     * <p>{@code fill} sees the whole struct, and more if the request number's size says so. The kernel sees as many bytes as
     * the size says.
     */
    Outcome call(int fd, Ioctl ioctl, int request, Consumer<StructView> fill) {
        int size = Ioc.size(request);
        byte[] whole = new byte[Math.max(size, ioctl.struct().size())];
        fill.accept(new StructView(ioctl.struct(), MemorySegment.ofArray(whole)));
        byte[] answer = whole.clone();
        NativeMemory memory = block();
        MemorySegment sent = memory.last(size);
        MemorySegment.copy(whole, 0, sent, ValueLayout.JAVA_BYTE, 0, size);
        SyscallResult result = kernel.ioctl(fd, request, sent.address());
        MemorySegment.copy(sent, ValueLayout.JAVA_BYTE, 0, answer, 0, size);
        free.add(memory);
        return Outcome.of(ioctl, request, result, whole, answer);
    }

    /** Leaves alone what a call that has not returned yet still uses. */
    @Override
    public void close() {
        NativeMemory memory = free.poll();
        while (memory != null) {
            memory.close();
            memory = free.poll();
        }
    }
}
