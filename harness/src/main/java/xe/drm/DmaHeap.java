// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DmaHeapAllocationData.DMA_HEAP_IOCTL_ALLOC;

import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.watch.Fd;

/** Memory that belongs to no device, as dma-buf descriptors: to a driver they are what another device exports. */
public final class DmaHeap {
    public static final String PATH = "/dev/dma_heap/system";

    private DmaHeap() {}

    /**
     * A buffer of zeros; the caller closes the descriptor.
     *
     * @param sizeBytes rounded up to pages
     */
    public static Fd allocate(Kernel kernel, long sizeBytes) {
        try (Fd heap = Fd.open(kernel, PATH, Abi.O_RDONLY | Abi.O_CLOEXEC);
                NativeMemory memory = NativeMemory.allocate(
                        kernel, DMA_HEAP_IOCTL_ALLOC.struct().size())) {
            StructView request = new StructView(DMA_HEAP_IOCTL_ALLOC.struct(), memory.segment());
            request.set("len", sizeBytes).set("fd_flags", Abi.O_RDWR | Abi.O_CLOEXEC);
            Outcome allocated = heap.tryIoctl("DMA_HEAP_IOCTL_ALLOC", DMA_HEAP_IOCTL_ALLOC.request(), memory.address());
            allocated.orThrow();
            return new Fd(kernel, "a dma-buf of no device", request.getInt("fd"));
        }
    }
}
