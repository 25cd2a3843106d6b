// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct udmabuf_create}: makes a dma-buf of pages of a memfd (24 bytes, write). The result is the descriptor.
 *
 * <p>Source: linux/udmabuf.h of 7.3-rc7.
 */
public final class UdmabufCreate {
    public static final CStruct STRUCT = CStruct.struct("udmabuf_create")
            .u32("memfd")
            .u32("flags")
            .u64("offset")
            .u64("size")
            .build();

    public static final int UDMABUF_FLAGS_CLOEXEC = 1;

    public static final Ioctl UDMABUF_CREATE =
            new Ioctl("UDMABUF_CREATE", Ioc.request(Ioc.WRITE, 'u', 0x42, STRUCT.size()), STRUCT);

    private UdmabufCreate() {}
}
