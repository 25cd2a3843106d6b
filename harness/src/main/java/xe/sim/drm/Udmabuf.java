// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EBADFD;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOTTY;
import static xe.uapi.UdmabufCreate.UDMABUF_CREATE;
import static xe.uapi.UdmabufCreate.UDMABUF_FLAGS_CLOEXEC;

import java.lang.foreign.MemorySegment;
import xe.kernel.Abi;
import xe.sim.os.Machine;
import xe.sim.os.MemFile;
import xe.sim.os.OpenFile;
import xe.sim.os.SharedMemory;
import xe.uapi.StructView;

/**
 * /dev/udmabuf: pages of a memfd as a buffer of no device ({@code udmabuf.c}).
 */
public final class Udmabuf extends OpenFile {
    private final Machine machine;

    public Udmabuf(Machine machine, int flags) {
        super(flags);
        this.machine = machine;
    }

    @Override
    public long ioctl(int request, long argument) {
        if (request != UDMABUF_CREATE.request()) {
            return ENOTTY.negated();
        }
        MemorySegment bytes =
                MemorySegment.ofArray(new byte[UDMABUF_CREATE.struct().size()]);
        if (!machine.memory().copyFrom(argument, bytes)) {
            return EFAULT.negated();
        }
        StructView args = new StructView(UDMABUF_CREATE.struct(), bytes);
        OpenFile file = machine.files().get(args.getInt("memfd"));
        try {
            return file instanceof MemFile memory ? create(memory, args) : EBADFD.negated();
        } finally {
            if (file != null) {
                file.put();
            }
        }
    }

    /** The pages must stay, and devices must be allowed to write to them. */
    private long create(MemFile file, StructView args) {
        long size = args.get("size");
        boolean aligned = (args.get("offset") | size) % Abi.PAGE_SIZE == 0 && size > 0;
        boolean sealed = (file.seals() & (Abi.F_SEAL_SHRINK | Abi.F_SEAL_WRITE)) == Abi.F_SEAL_SHRINK;
        SharedMemory pages = aligned && sealed ? file.part(args.get("offset"), size) : null;
        if (pages == null) {
            return EINVAL.negated();
        }
        HeapBuffer buffer = new HeapBuffer(pages, size);
        DmaBuf exported = new DmaBuf(buffer, Abi.O_RDWR);
        buffer.put();
        long fd = machine.files().install(exported, (args.get("flags") & UDMABUF_FLAGS_CLOEXEC) != 0);
        if (fd < 0) {
            exported.put();
        }
        return fd;
    }
}
