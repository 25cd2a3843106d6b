// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOTTY;
import static xe.uapi.DmaHeapAllocationData.DMA_HEAP_IOCTL_ALLOC;

import java.lang.foreign.MemorySegment;
import xe.kernel.Abi;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;
import xe.uapi.StructView;

/**
 * /dev/dma_heap/system: buffers of no device ({@code dma-heap.c}).
 */
public final class DmaHeap extends OpenFile {
    private static final int FLAGS = Abi.O_CLOEXEC | Abi.O_RDWR | Abi.O_WRONLY;

    private final Machine machine;

    public DmaHeap(Machine machine, int flags) {
        super(flags);
        this.machine = machine;
    }

    @Override
    public long ioctl(int request, long argument) {
        if (request != DMA_HEAP_IOCTL_ALLOC.request()) {
            return ENOTTY.negated();
        }
        MemorySegment bytes =
                MemorySegment.ofArray(new byte[DMA_HEAP_IOCTL_ALLOC.struct().size()]);
        if (!machine.memory().copyFrom(argument, bytes)) {
            return EFAULT.negated();
        }
        StructView args = new StructView(DMA_HEAP_IOCTL_ALLOC.struct(), bytes);
        int flags = args.getInt("fd_flags");
        long length = args.get("len");
        if (args.get("fd") != 0 || (flags & ~FLAGS) != 0 || args.get("heap_flags") != 0 || length <= 0) {
            return EINVAL.negated();
        }
        HeapBuffer buffer = new HeapBuffer((length + Abi.PAGE_SIZE - 1) / Abi.PAGE_SIZE * Abi.PAGE_SIZE);
        DmaBuf exported = new DmaBuf(buffer, flags & ~Abi.O_CLOEXEC);
        buffer.put();
        long fd = machine.files().install(exported, (flags & Abi.O_CLOEXEC) != 0);
        if (fd < 0) {
            exported.put();
            return fd;
        }
        args.set("fd", fd);
        return machine.memory().copyTo(argument, bytes) ? 0 : EFAULT.negated();
    }
}
