// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct dma_heap_allocation_data}: makes a dma-buf of memory that belongs to no device (24 bytes, read and write).
 *
 * <p>The flags of the descriptor are O_CLOEXEC and an access mode of open(2); a heap has no flags yet.
 *
 * <p>Source: linux/dma-heap.h of 7.3-rc7.
 */
public final class DmaHeapAllocationData {
    public static final CStruct STRUCT = CStruct.struct("dma_heap_allocation_data")
            .u64("len")
            .u32("fd")
            .u32("fd_flags")
            .u64("heap_flags")
            .build();

    public static final Ioctl DMA_HEAP_IOCTL_ALLOC =
            new Ioctl("DMA_HEAP_IOCTL_ALLOC", Ioc.request(Ioc.READ_WRITE, 'H', 0, STRUCT.size()), STRUCT);

    private DmaHeapAllocationData() {}
}
