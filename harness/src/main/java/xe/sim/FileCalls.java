// SPDX-License-Identifier: MIT
package xe.sim;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.EXDEV;

import java.lang.foreign.MemorySegment;
import java.util.function.ToLongFunction;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;
import xe.sim.pipe.PipeEnd;
import xe.sim.pipe.ReadDefect;

/**
 * read(2), write(2) and their kin: look-up, access mode and vectors, as fs/read_write.c has them.
 */
final class FileCalls {
    private static final int IOVEC_SIZE = 16;
    private static final int MAX_VECTORS = 1024;
    private static final int KNOWN_RWF = 0xff;

    private final Machine machine;

    FileCalls(Machine machine) {
        this.machine = machine;
    }

    /** Runs {@code call} on the file behind {@code fd}; EBADF if there is none. */
    long on(int fd, ToLongFunction<OpenFile> call) {
        OpenFile file = machine.files().get(fd);
        if (file == null) {
            return EBADF.negated();
        }
        try {
            return call.applyAsLong(file);
        } finally {
            file.put();
        }
    }

    long read(int fd, long buffer, long count) {
        return on(fd, file -> read(file, new Iovec[] {new Iovec(buffer, count)}, false));
    }

    long readv(int fd, long iov, int count, int flags) {
        return on(fd, file -> {
            if (!readable(file)) {
                return EBADF.negated();
            }
            if ((flags & ~KNOWN_RWF) != 0) {
                return EOPNOTSUPP.negated();
            }
            Vectors vectors = vectors(iov, count);
            if (vectors.error < 0 || Iovec.total(vectors.list) == 0) {
                return vectors.error;
            }
            return read(file, vectors.list, (flags & Abi.RWF_NOWAIT) != 0);
        });
    }

    /** preadv2(2) with an offset of its own, which pipes do not have. */
    long pread(int fd, long buffer, long count, long offset) {
        if (offset < 0) {
            return EINVAL.negated();
        }
        return on(fd, file -> {
            if (notifies(file) && machine.has(ReadDefect.NP_069_PREAD_READS)) {
                return read(file, new Iovec[] {new Iovec(buffer, count)}, false);
            }
            return file.pread(buffer, count, offset);
        });
    }

    long preadv(int fd, long iov, int count, long offset) {
        Vectors vectors = vectors(iov, count);
        if (vectors.error < 0 || vectors.list.length == 0) {
            return vectors.error;
        }
        return pread(fd, vectors.list[0].base(), vectors.list[0].length(), offset);
    }

    private long read(OpenFile file, Iovec[] vectors, boolean noWait) {
        if (!readable(file)) { // NP-068
            return EBADF.negated();
        }
        return file.read(vectors, noWait);
    }

    private boolean readable(OpenFile file) {
        return file.readable() || (notifies(file) && machine.has(ReadDefect.NP_068_WRITE_END_READABLE));
    }

    long write(int fd, long buffer, long count) {
        return on(fd, file -> write(file, new Iovec[] {new Iovec(buffer, count)}));
    }

    long writev(int fd, long iov, int count) {
        return on(fd, file -> {
            if (!file.writable()) {
                return notWritable(file);
            }
            Vectors vectors = vectors(iov, count);
            return vectors.error < 0 || Iovec.total(vectors.list) == 0 ? vectors.error : write(file, vectors.list);
        });
    }

    private long write(OpenFile file, Iovec[] vectors) {
        return file.writable() ? file.write(vectors, false) : notWritable(file); // NP-111
    }

    private long notWritable(OpenFile file) {
        boolean wrong = notifies(file) && machine.has(ReadDefect.NP_111_READ_END_EXDEV);
        return wrong ? EXDEV.negated() : EBADF.negated();
    }

    /** Copied vectors, or a negated errno and none. */
    static final class Vectors {
        private final long error;
        private final Iovec[] list;

        private Vectors(long error, Iovec... list) {
            this.error = error;
            this.list = list;
        }

        long error() {
            return error;
        }

        Iovec[] list() {
            return list;
        }

        private static Vectors refused(Errno errno) {
            return new Vectors(errno.negated());
        }
    }

    /** {@code import_iovec()}. */
    Vectors vectors(long iov, long count) {
        if (count < 0 || count > MAX_VECTORS) {
            return Vectors.refused(EINVAL);
        }
        byte[] bytes = machine.memory().bytes(iov, (int) count * IOVEC_SIZE);
        if (bytes == null) {
            return Vectors.refused(EFAULT);
        }
        MemorySegment array = MemorySegment.ofArray(bytes);
        Iovec[] vectors = new Iovec[(int) count];
        for (int i = 0; i < count; i++) {
            long base = array.get(JAVA_LONG_UNALIGNED, (long) i * IOVEC_SIZE);
            long length = array.get(JAVA_LONG_UNALIGNED, (long) i * IOVEC_SIZE + Long.BYTES);
            if (length < 0) {
                return Vectors.refused(EINVAL);
            }
            vectors[i] = new Iovec(base, length);
        }
        return new Vectors(0, vectors);
    }

    private static boolean notifies(OpenFile file) {
        return file instanceof PipeEnd end && end.notifies();
    }
}
