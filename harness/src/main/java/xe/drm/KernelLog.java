// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.Scratch;
import xe.kernel.SyscallResult;

/**
 * The kernel log from a point on, read from {@code /dev/kmsg}.
 */
public final class KernelLog implements AutoCloseable {
    public static final String PATH = "/dev/kmsg";

    private static final int SEEK_END = 2;
    private static final int RECORD_SIZE = 8192;
    private static final int LEVEL = 7;
    private static final int FACILITY_SHIFT = 3;

    /**
     * One record.
     *
     * @param level 0 emergency to 7 debug
     * @param message without the prefix of time and source
     * @param byKernel whether the kernel wrote it, and not a process
     */
    public record Line(int level, String message, boolean byKernel) {
        /** One of the kernel's own. */
        public Line(int level, String message) {
            this(level, message, true);
        }
    }

    private final Kernel kernel;
    private final int fd;
    private final Scratch record;

    private KernelLog(Kernel kernel, int fd) {
        this.kernel = kernel;
        this.fd = fd;
        this.record = Scratch.borrow(RECORD_SIZE);
    }

    /** Opens the log at its end: only what comes later is read. */
    public static KernelLog openAtEnd(Kernel kernel) {
        int fd = kernel.open(PATH, Abi.O_RDONLY | Abi.O_NONBLOCK | Abi.O_CLOEXEC, 0)
                .intOrThrow("open " + PATH);
        KernelLog log = new KernelLog(kernel, fd);
        log.mark();
        return log;
    }

    /** Forgets what came so far. */
    public void mark() {
        kernel.lseek(fd, 0, SEEK_END).orThrow("lseek of " + PATH);
    }

    /** What came since the last read or mark, oldest first. */
    public List<Line> read() {
        List<Line> lines = new ArrayList<>();
        while (true) {
            SyscallResult length = kernel.read(fd, record.address(), RECORD_SIZE);
            if (length.errno() == Errno.EPIPE) {
                continue; // records were overwritten; the next read goes on behind the gap
            }
            if (length.failed() || length.raw() == 0) {
                return lines;
            }
            byte[] bytes = record.segment().asSlice(0, length.raw()).toArray(ValueLayout.JAVA_BYTE);
            lines.add(parse(new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    /** A record is {@code level,sequence,time,flags;message}, with further lines for its properties. */
    private static Line parse(String record) {
        int comma = record.indexOf(',');
        int semicolon = record.indexOf(';');
        int newline = record.indexOf('\n');
        int priority = Integer.parseInt(record.substring(0, comma));
        return new Line(
                priority & LEVEL,
                record.substring(semicolon + 1, newline < 0 ? record.length() : newline),
                priority >> FACILITY_SHIFT == 0);
    }

    @Override
    public void close() {
        record.close();
        kernel.close(fd).orThrow("close of " + PATH);
    }
}
