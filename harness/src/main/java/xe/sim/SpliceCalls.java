// SPDX-License-Identifier: MIT
package xe.sim;

import static xe.kernel.Errno.EINVAL;

import xe.kernel.Abi;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;
import xe.sim.pipe.Splices;

/**
 * splice(2) and its kin: flags, lengths and look-up, before {@link Splices} moves any data.
 */
final class SpliceCalls {
    private final FileCalls files;
    private final Splices splices;

    SpliceCalls(Machine machine, FileCalls files) {
        this.files = files;
        this.splices = new Splices(machine);
    }

    long splice(int in, long offsetIn, int out, long offsetOut, long length, int flags) {
        if (length == 0 || !known(flags)) {
            return length == 0 ? 0 : EINVAL.negated();
        }
        return files.on(
                in, from -> files.on(out, to -> splices.splice(from, offsetIn, to, offsetOut, length, noWait(flags))));
    }

    long tee(int in, int out, long length, int flags) {
        if (length == 0 || !known(flags)) {
            return known(flags) ? 0 : EINVAL.negated();
        }
        return files.on(in, from -> files.on(out, to -> splices.tee(from, to, length, noWait(flags))));
    }

    long vmsplice(int fd, long iov, long segments, int flags) {
        if (!known(flags)) {
            return EINVAL.negated();
        }
        return files.on(fd, file -> {
            FileCalls.Vectors vectors = files.vectors(iov, segments);
            boolean empty = vectors.error() < 0 || Iovec.total(vectors.list()) == 0;
            return empty ? vectors.error() : splices.vmsplice(file, vectors.list(), noWait(flags));
        });
    }

    long sendfile(int out, int in, long offset, long count) {
        return files.on(in, from -> files.on(out, to -> splices.sendfile(to, from, offset, count)));
    }

    private static boolean known(int flags) {
        return (flags & ~Abi.SPLICE_F_ALL) == 0;
    }

    private static boolean noWait(int flags) {
        return (flags & Abi.SPLICE_F_NONBLOCK) != 0;
    }
}
