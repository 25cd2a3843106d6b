// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.UdmabufCreate.UDMABUF_CREATE;
import static xe.uapi.UdmabufCreate.UDMABUF_FLAGS_CLOEXEC;

import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.watch.Fd;

/**
 * Memory of this process as dma-bufs. They are all made of the same pages: to a driver each is as large as it says, and together
 * they cost the machine one of them.
 */
public final class Udmabuf implements AutoCloseable {
    public static final String PATH = "/dev/udmabuf";

    /** What every kernel allows. */
    public static final long LARGEST = 64L << 20;

    private final Kernel kernel;
    private final Fd maker;
    private final Fd pages;

    private Udmabuf(Kernel kernel, Fd maker, Fd pages) {
        this.kernel = kernel;
        this.maker = maker;
        this.pages = pages;
    }

    /** The caller closes it; the dma-bufs live on. */
    public static Udmabuf open(Kernel kernel) {
        Fd maker = Fd.open(kernel, PATH, Abi.O_RDWR | Abi.O_CLOEXEC);
        Fd pages = new Fd(
                kernel,
                "a memfd",
                kernel.memfdCreate("xe-cts-udmabuf", Abi.MFD_CLOEXEC | Abi.MFD_ALLOW_SEALING)
                        .intOrThrow("memfd_create"));
        try (NativeMemory lastByte = NativeMemory.allocate(kernel, 1)) {
            kernel.lseek(pages.number(), LARGEST - 1, Abi.SEEK_SET).orThrow("lseek");
            pages.tryWrite(lastByte.address(), 1).orThrow();
            pages.tryFcntl("F_ADD_SEALS", Abi.F_ADD_SEALS, Abi.F_SEAL_SHRINK).orThrow();
        }
        return new Udmabuf(kernel, maker, pages);
    }

    /**
     * A dma-buf of the first pages; the caller closes the descriptor.
     *
     * @param sizeBytes whole pages, up to {@link #LARGEST}
     */
    public Fd allocate(long sizeBytes) {
        try (NativeMemory memory =
                NativeMemory.allocate(kernel, UDMABUF_CREATE.struct().size())) {
            new StructView(UDMABUF_CREATE.struct(), memory.segment())
                    .set("memfd", pages.number())
                    .set("flags", UDMABUF_FLAGS_CLOEXEC)
                    .set("size", sizeBytes);
            Outcome made = maker.tryIoctl("UDMABUF_CREATE", UDMABUF_CREATE.request(), memory.address());
            return new Fd(kernel, "a dma-buf of a memfd", (int) made.orThrow());
        }
    }

    @Override
    public void close() {
        pages.close();
        maker.close();
    }
}
