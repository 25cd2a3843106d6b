// SPDX-License-Identifier: MIT
package xe.watch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import xe.kernel.Abi;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.Scratch;
import xe.kernel.SyscallException;
import xe.kernel.SyscallResult;
import xe.kernel.Wait;
import xe.uapi.Outcome;

/**
 * A pipe that carries notification records: {@code pipe2(O_NOTIFICATION_PIPE)}.
 *
 * <p>Keep the write end open while reading: without it an empty pipe reads as end of file (NP-070). Closing the pipe ends its
 * subscriptions. One thread reads.
 */
public final class NotificationPipe implements AutoCloseable {
    public static final int IOC_WATCH_QUEUE_SET_SIZE = 0x5760;
    public static final int IOC_WATCH_QUEUE_SET_FILTER = 0x5761;

    /** The size that pipes of checks have unless they choose another one. */
    public static final int DEFAULT_SIZE = 256;

    private static final int BUFFER_SIZE = 4096;

    private final Kernel kernel;
    private final Deadline deadline;
    private final int readFd;
    private final int writeFd;
    private final Scratch buffer;
    private final Deque<Notification> decoded = new ArrayDeque<>();
    private boolean readOpen = true;
    private boolean writeOpen = true;
    private boolean closed;

    private NotificationPipe(Kernel kernel, Deadline deadline, int readFd, int writeFd, Scratch buffer) {
        this.kernel = kernel;
        this.deadline = deadline;
        this.readFd = readFd;
        this.writeFd = writeFd;
        this.buffer = buffer;
    }

    /**
     * A non-blocking pipe, not yet sized.
     *
     * @param deadline of {@link #next()}
     * @throws SyscallException with ENOPKG on a kernel without CONFIG_WATCH_QUEUE
     */
    public static NotificationPipe open(Kernel kernel, Deadline deadline) {
        return open(kernel, deadline, Abi.O_NONBLOCK | Abi.O_CLOEXEC);
    }

    /** A pipe with further flags of pipe2(2); {@link #next()} needs O_NONBLOCK. */
    public static NotificationPipe open(Kernel kernel, Deadline deadline, int flags) {
        Scratch buffer = Scratch.borrow(BUFFER_SIZE);
        MemorySegment fds = buffer.segment().asSlice(0, 2 * Integer.BYTES);
        SyscallResult made = kernel.pipe2(fds.address(), Abi.O_NOTIFICATION_PIPE | flags);
        if (made.failed()) {
            buffer.close();
        }
        made.orThrow("pipe2(O_NOTIFICATION_PIPE)");
        int[] ends = fds.toArray(ValueLayout.JAVA_INT);
        return new NotificationPipe(kernel, deadline, ends[0], ends[1], buffer);
    }

    /** The capacity in records, 1 to 512, which the kernel rounds up to a multiple of 32 (NP-013). */
    public void setSize(int records) {
        trySetSize(records).orThrow();
    }

    /**
     * IOC_WATCH_QUEUE_SET_SIZE: EINVAL for 0 and above 512, EBUSY on a second call.
     *
     * @param records all 64 bits reach the kernel, which looks at 32
     */
    public Outcome trySetSize(long records) {
        return ioctl(
                "SET_SIZE(" + (records >>> 32 == 0 ? records : "0x" + Long.toHexString(records)) + ")",
                IOC_WATCH_QUEUE_SET_SIZE,
                records);
    }

    public void filter(FilterSpec filter) {
        tryFilter(filter).orThrow();
    }

    /** IOC_WATCH_QUEUE_SET_FILTER: EINVAL for a bad count, reserved word, mask or filter. */
    public Outcome tryFilter(FilterSpec filter) {
        byte[] bytes = filter.bytes();
        try (Scratch memory = Scratch.borrow(bytes.length)) {
            memory.segment().copyFrom(MemorySegment.ofArray(bytes));
            return ioctl("SET_FILTER(" + filter + ")", IOC_WATCH_QUEUE_SET_FILTER, memory.address());
        }
    }

    /** IOC_WATCH_QUEUE_SET_FILTER on an address: 0 removes the filter, an unreadable one gives EFAULT. */
    public Outcome tryFilterAt(long address) {
        return ioctl("SET_FILTER(0x" + Long.toHexString(address) + ")", IOC_WATCH_QUEUE_SET_FILTER, address);
    }

    private Outcome ioctl(String call, int request, long argument) {
        return Outcome.of(call, kernel.ioctl(anEnd(), request, argument));
    }

    /** The read end, which {@link #close} closes. */
    public Fd readEnd() {
        return new Fd(kernel, "read end", readFd);
    }

    /** The write end, which {@link #close} closes. */
    public Fd writeEnd() {
        return new Fd(kernel, "write end", writeFd);
    }

    /** An end that is still open. */
    int anEnd() {
        return writeOpen ? writeFd : readFd;
    }

    public int readFd() {
        return readFd;
    }

    public int writeFd() {
        return writeFd;
    }

    /** {@link #next(Deadline)} with the deadline that the pipe was opened with. */
    public Notification next() {
        return next(deadline);
    }

    /** {@link #next(Deadline)} with a limit alone. */
    public Notification next(Duration within) {
        return next(Deadline.of(within));
    }

    /**
     * The next record; waits until one comes.
     *
     * @throws NotificationException if none comes
     */
    public Notification next(Deadline until) {
        Wait wait = until.begin("a notification");
        while (true) {
            Optional<Notification> now = nextNow();
            if (now.isPresent()) {
                return now.get();
            }
            if (!writeOpen) {
                throw new IllegalStateException("an empty pipe without write end cannot be waited on (NP-070)");
            }
            if (!wait.goesOn()) {
                throw new NotificationException("a notification", "none within " + wait.spent());
            }
            long sliceMs = (wait.longSliceNs() + 999_999) / 1_000_000;
            awaitReadable((int) Math.min(sliceMs, Integer.MAX_VALUE));
        }
    }

    /** The next record if one is there. Reads even when poll would say no, as a pending loss record is invisible to it (NP-081). */
    public Optional<Notification> nextNow() {
        if (decoded.isEmpty()) {
            SyscallResult read = kernel.read(readFd, buffer.address(), BUFFER_SIZE);
            if (read.errno() == Errno.EAGAIN || read.errno() == Errno.EINTR) {
                return Optional.empty();
            }
            int length = read.intOrThrow("read of the notification pipe");
            decoded.addAll(NotificationDecoder.decode(copy(length)));
        }
        return Optional.ofNullable(decoded.poll());
    }

    /** Every record that is there now, a pending loss record too. */
    public List<Notification> drain() {
        List<Notification> all = new ArrayList<>();
        for (Optional<Notification> next = nextNow(); next.isPresent(); next = nextNow()) {
            all.add(next.get());
        }
        return all;
    }

    /** read(2) of up to {@code length} bytes; {@link #lastRead} has them. Sees only what {@link #next} has not taken. */
    public Outcome tryRead(int length) {
        if (length > BUFFER_SIZE) {
            throw new IllegalArgumentException("at most " + BUFFER_SIZE + " bytes at once");
        }
        return Outcome.of("read(pipe, " + length + ")", kernel.read(readFd, buffer.address(), length));
    }

    /** The first {@code length} bytes of the buffer that {@link #tryRead} fills. */
    public byte[] lastRead(int length) {
        return copy(length);
    }

    /** The records in the first {@code length} bytes that {@link #tryRead} got. */
    public List<Notification> lastRecords(int length) {
        return NotificationDecoder.decode(copy(length));
    }

    /** Bytes of queued records (FIONREAD); a pending loss record does not count. */
    public int queuedBytes() {
        try (Scratch count = Scratch.borrow(Integer.BYTES)) {
            kernel.ioctl(readFd, Abi.FIONREAD, count.address()).orThrow("FIONREAD");
            return count.segment().get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** The events that poll reports for the read end at once. */
    public int pollNow() {
        return poll(readFd, Abi.POLLIN, 0);
    }

    /** The events that poll reports for the write end at once. */
    public int pollWriteNow() {
        return poll(writeFd, Abi.POLLOUT, 0);
    }

    private void awaitReadable(int timeoutMs) {
        int _ = poll(readFd, Abi.POLLIN, timeoutMs);
    }

    private int poll(int fd, int events, int timeoutMs) {
        try (Scratch pollfd = Scratch.borrow(8)) {
            pollfd.segment().set(ValueLayout.JAVA_INT, 0, fd);
            pollfd.segment().set(ValueLayout.JAVA_SHORT, 4, (short) events);
            SyscallResult ready = kernel.poll(pollfd.address(), 1, timeoutMs);
            if (ready.errno() == Errno.EINTR) {
                return 0;
            }
            ready.orThrow("poll");
            return pollfd.segment().get(ValueLayout.JAVA_SHORT, 6) & 0xffff;
        }
    }

    private byte[] copy(int length) {
        return buffer.segment().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    public void closeReadEnd() {
        if (readOpen) {
            readOpen = false;
            kernel.close(readFd).orThrow("close of the read end");
        }
    }

    public void closeWriteEnd() {
        if (writeOpen) {
            writeOpen = false;
            kernel.close(writeFd).orThrow("close of the write end");
        }
    }

    /** Closes what is still open; further calls do nothing. */
    @Override
    public void close() {
        closeWriteEnd();
        closeReadEnd();
        if (!closed) {
            closed = true;
            buffer.close();
        }
    }
}
