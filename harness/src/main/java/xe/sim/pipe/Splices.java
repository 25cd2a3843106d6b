// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ESPIPE;
import static xe.kernel.Errno.EXDEV;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;

/**
 * splice, tee, vmsplice and sendfile (fs/splice.c): a notification pipe is no pipe to them.
 */
public final class Splices {
    private static final int MAX_TRANSFER = 1 << 16;

    private final Machine machine;

    public Splices(Machine machine) {
        this.machine = machine;
    }

    /** splice(2) after the look-up of both files; the offsets are addresses or 0. */
    public long splice(OpenFile in, long offsetIn, OpenFile out, long offsetOut, long length, boolean noWait) {
        PlainPipe from = plain(in);
        PlainPipe to = plain(out);
        if ((from != null && offsetIn != 0) || (to != null && offsetOut != 0)) {
            return ESPIPE.negated();
        }
        if (!in.readable() || !out.writable()) {
            return EBADF.negated();
        }
        if (from != null && to != null) {
            return from == to ? EINVAL.negated() : pipeToPipe(from, in, to, length, noWait, true);
        }
        if (from != null) { // NP-113
            if (notifies(out) && machine.has(ReadDefect.NP_113_SPLICE_TO_IT_EINVAL)) {
                return EINVAL.negated();
            }
            return (out.flags() & Abi.O_APPEND) != 0 ? EINVAL.negated() : pipeToFile(from, in, out, length, noWait);
        }
        if (to != null && !notifies(in)) {
            return fileToPipe(in, offsetIn, to, length, noWait);
        }
        if (notifies(in) && machine.has(ReadDefect.NP_112_SPLICE_FROM_IT_EXDEV)) {
            return EXDEV.negated();
        }
        if (!notifies(in) && notifies(out) && machine.has(ReadDefect.NP_114_FILE_SPLICE_EXDEV)) {
            return EXDEV.negated();
        }
        return EINVAL.negated(); // NP-112, NP-114
    }

    /** tee(2) after the look-up of both files. */
    public long tee(OpenFile in, OpenFile out, long length, boolean noWait) {
        if (!in.readable() || !out.writable()) {
            return EBADF.negated();
        }
        PlainPipe from = plain(in);
        PlainPipe to = plain(out);
        if (from == null || to == null || from == to) { // NP-115
            boolean wrong = (notifies(in) || notifies(out)) && machine.has(ReadDefect.NP_115_TEE_EXDEV);
            return wrong ? EXDEV.negated() : EINVAL.negated();
        }
        return pipeToPipe(from, in, to, length, noWait, false);
    }

    /** vmsplice(2) for vectors that are not empty. */
    public long vmsplice(OpenFile file, Iovec[] vectors, boolean noWait) {
        if (plain(file) == null) { // NP-116
            boolean wrong = notifies(file) && machine.has(ReadDefect.NP_116_VMSPLICE_EXDEV);
            return wrong ? EXDEV.negated() : EBADF.negated();
        }
        return file.writable() ? file.write(vectors, noWait) : file.read(vectors, noWait);
    }

    /** sendfile(2) after the look-up of both files; {@code offset} is an address or 0. */
    public long sendfile(OpenFile out, OpenFile in, long offset, long count) {
        if (!in.readable() || !out.writable()) {
            return EBADF.negated();
        }
        if (!in.regular()) { // NP-114
            return EINVAL.negated();
        }
        if (notifies(out) && machine.has(ReadDefect.NP_113_SPLICE_TO_IT_EINVAL)) {
            return EINVAL.negated();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bounce = arena.allocate(Math.clamp(count, 1, MAX_TRANSFER));
            long read = load(in, offset, bounce, Math.min(count, MAX_TRANSFER));
            return read <= 0 ? read : out.write(vector(bounce, read), false);
        }
    }

    private long pipeToPipe(PlainPipe from, OpenFile in, PlainPipe to, long length, boolean noWait, boolean moves) {
        long waited = awaitData(from, in, noWait);
        if (waited < 0 || from.isEmpty()) {
            return waited;
        }
        long done = to.put(from.peek((int) Math.min(length, MAX_TRANSFER)), noWait);
        if (moves && done > 0) {
            from.consume((int) done);
        }
        return done;
    }

    private long pipeToFile(PlainPipe from, OpenFile in, OpenFile out, long length, boolean noWait) {
        long waited = awaitData(from, in, noWait);
        if (waited < 0 || from.isEmpty()) {
            return waited;
        }
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = from.peek((int) Math.min(length, MAX_TRANSFER));
            MemorySegment bounce = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            long done = out.write(vector(bounce, bytes.length), noWait);
            from.consume((int) Math.max(done, 0));
            return done;
        }
    }

    private long fileToPipe(OpenFile in, long offset, PlainPipe to, long length, boolean noWait) {
        if (!in.regular()) {
            return EINVAL.negated();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bounce = arena.allocate(MAX_TRANSFER);
            long read = load(in, offset, bounce, Math.min(length, MAX_TRANSFER));
            return read <= 0 ? read : to.put(bounce.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE), noWait);
        }
    }

    private long load(OpenFile in, long offset, MemorySegment bounce, long count) {
        if (offset == 0) {
            return in.read(vector(bounce, count), false);
        }
        Long position = machine.memory().getLong(offset);
        if (position == null) {
            return EFAULT.negated();
        }
        long read = in.pread(bounce.address(), count, position);
        return read > 0 && !machine.memory().putLong(offset, position + read) ? EFAULT.negated() : read;
    }

    private static long awaitData(PlainPipe from, OpenFile in, boolean noWait) {
        if (!from.isEmpty() || from.writers() == 0) {
            return 0;
        }
        if (noWait || in.nonBlocking()) {
            return EAGAIN.negated();
        }
        return from.changed().await(() -> !from.isEmpty() || from.writers() == 0) ? 0 : EINTR.negated();
    }

    private static Iovec[] vector(MemorySegment bounce, long count) {
        return new Iovec[] {new Iovec(bounce.address(), count)};
    }

    private static @Nullable PlainPipe plain(OpenFile file) {
        return file instanceof PipeEnd end && end.pipe() instanceof PlainPipe pipe ? pipe : null;
    }

    private static boolean notifies(OpenFile file) {
        return file instanceof PipeEnd end && end.notifies();
    }
}
