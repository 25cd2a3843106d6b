// SPDX-License-Identifier: MIT
package xe.watch;

import java.lang.foreign.ValueLayout;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.Scratch;
import xe.kernel.SyscallResult;
import xe.uapi.Outcome;

/**
 * An open descriptor with a name for failure texts, and the plain system calls on it. Whoever opens it closes it.
 */
public final class Fd implements AutoCloseable {
    private static final int IOVEC_SIZE = 16;

    private final Kernel kernel;
    private final String name;
    private final int number;
    private boolean open = true;

    /** @param number a descriptor that this object closes if asked to; need not be open */
    public Fd(Kernel kernel, String name, int number) {
        this.kernel = kernel;
        this.name = name;
        this.number = number;
    }

    public static Fd open(Kernel kernel, String path, int flags) {
        return new Fd(kernel, path, kernel.open(path, flags, 0).intOrThrow("open(" + path + ")"));
    }

    public int number() {
        return number;
    }

    public Fd duplicate() {
        return new Fd(kernel, "a duplicate of " + name, kernel.dup(number).intOrThrow("dup(" + name + ")"));
    }

    /** ioctl(2); {@code call} names request and argument. */
    public Outcome tryIoctl(String call, int request, long argument) {
        return outcome("ioctl", call, kernel.ioctl(number, request, argument));
    }

    /** fcntl(2); {@code call} names command and argument. */
    public Outcome tryFcntl(String call, int command, long argument) {
        return outcome("fcntl", call, kernel.fcntl(number, command, argument));
    }

    /** The status flags and access mode (F_GETFL). */
    public int statusFlags() {
        return Math.toIntExact(tryFcntl("F_GETFL", Abi.F_GETFL, 0).orThrow());
    }

    public Outcome tryRead(long address, long count) {
        return outcome("read", Long.toString(count), kernel.read(number, address, count));
    }

    public Outcome tryWrite(long address, long count) {
        return outcome("write", Long.toString(count), kernel.write(number, address, count));
    }

    /** readv(2); {@code vectors} holds address and length of each block in turn. */
    public Outcome tryReadv(long... vectors) {
        try (Scratch iov = iovec(vectors)) {
            int count = vectors.length / 2;
            return outcome("readv", lengths(vectors), kernel.readv(number, iov.address(), count));
        }
    }

    /** writev(2); {@code vectors} as for {@link #tryReadv}. */
    public Outcome tryWritev(long... vectors) {
        try (Scratch iov = iovec(vectors)) {
            int count = vectors.length / 2;
            return outcome("writev", lengths(vectors), kernel.writev(number, iov.address(), count));
        }
    }

    /** preadv2(2) of one block. */
    public Outcome tryPreadv2(long address, long count, long offset, int flags) {
        try (Scratch iov = iovec(address, count)) {
            String call = count + ", offset " + offset + ", flags 0x" + Integer.toHexString(flags);
            return outcome("preadv2", call, kernel.preadv2(number, iov.address(), 1, offset, flags));
        }
    }

    /** vmsplice(2) of one block. */
    public Outcome tryVmsplice(long address, long count) {
        try (Scratch iov = iovec(address, count)) {
            return outcome("vmsplice", Long.toString(count), kernel.vmsplice(number, iov.address(), 1, 0));
        }
    }

    /** splice(2) from here without offsets. */
    public Outcome trySpliceTo(Fd out, long length) {
        return outcome("splice", out.name + ", " + length, kernel.splice(number, 0, out.number, 0, length, 0));
    }

    /** tee(2) from here. */
    public Outcome tryTeeTo(Fd out, long length) {
        return outcome("tee", out.name + ", " + length, kernel.tee(number, out.number, length, 0));
    }

    /** sendfile(2) from here, at the file's own position. */
    public Outcome trySendfileTo(Fd out, long count) {
        return outcome("sendfile", "to " + out.name + ", " + count, kernel.sendfile(out.number, number, 0, count));
    }

    /**
     * The events that poll(2) reports.
     *
     * @param timeoutMs 0 to answer at once
     */
    public int poll(int events, int timeoutMs) {
        try (Scratch pollfd = Scratch.borrow(8)) {
            pollfd.segment().set(ValueLayout.JAVA_INT, 0, number);
            pollfd.segment().set(ValueLayout.JAVA_SHORT, 4, (short) events);
            SyscallResult ready = kernel.poll(pollfd.address(), 1, timeoutMs);
            if (ready.errno() == Errno.EINTR) {
                return 0;
            }
            ready.orThrow("poll(" + name + ")");
            return pollfd.segment().get(ValueLayout.JAVA_SHORT, 6) & 0xffff;
        }
    }

    private Scratch iovec(long... vectors) {
        if (vectors.length % 2 != 0) {
            throw new IllegalArgumentException("a block is an address and a length");
        }
        Scratch iov = Scratch.borrow((long) vectors.length / 2 * IOVEC_SIZE);
        for (int i = 0; i < vectors.length; i++) {
            iov.segment().setAtIndex(ValueLayout.JAVA_LONG, i, vectors[i]);
        }
        return iov;
    }

    private static String lengths(long... vectors) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < vectors.length; i += 2) {
            text.append(i == 1 ? "" : " + ").append(vectors[i]);
        }
        return text.toString();
    }

    private Outcome outcome(String function, String arguments, SyscallResult result) {
        return Outcome.of(function + "(" + name + ", " + arguments + ")", result);
    }

    /** Closes the descriptor; further calls do nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            kernel.close(number).ignore();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
