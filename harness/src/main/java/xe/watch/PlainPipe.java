// SPDX-License-Identifier: MIT
package xe.watch;

import java.lang.foreign.ValueLayout;
import xe.kernel.Kernel;
import xe.kernel.Scratch;
import xe.uapi.Outcome;

/**
 * A pipe that carries bytes: {@code pipe2} without O_NOTIFICATION_PIPE.
 */
public final class PlainPipe implements AutoCloseable {
    private final Fd readEnd;
    private final Fd writeEnd;

    private PlainPipe(Fd readEnd, Fd writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /** @param flags of pipe2(2) */
    public static PlainPipe open(Kernel kernel, int flags) {
        try (Scratch fds = Scratch.borrow(2 * Integer.BYTES)) {
            kernel.pipe2(fds.address(), flags).orThrow("pipe2");
            int[] ends = fds.segment().toArray(ValueLayout.JAVA_INT);
            return new PlainPipe(new Fd(kernel, "plain read end", ends[0]), new Fd(kernel, "plain write end", ends[1]));
        }
    }

    /**
     * pipe2(2) with any flags: EINVAL for an unknown flag, ENOPKG for O_NOTIFICATION_PIPE without CONFIG_WATCH_QUEUE, EMFILE for a
     * full descriptor table, EFAULT for a bad address.
     *
     * @param address where the two descriptors go
     */
    public static Outcome tryPipe2(Kernel kernel, long address, int flags) {
        return Outcome.of("pipe2(0x" + Integer.toHexString(flags) + ")", kernel.pipe2(address, flags));
    }

    public Fd readEnd() {
        return readEnd;
    }

    public Fd writeEnd() {
        return writeEnd;
    }

    @Override
    public void close() {
        writeEnd.close();
        readEnd.close();
    }
}
