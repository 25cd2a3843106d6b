// SPDX-License-Identifier: MIT
package xe.sim.os;

/**
 * An open /dev/null, or a terminal on which nobody types: reads nothing, takes everything.
 */
public final class NullFile extends OpenFile {
    public NullFile(int flags) {
        super(flags);
    }

    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        return 0;
    }

    @Override
    public long write(Iovec[] vectors, boolean noWait) {
        return Iovec.total(vectors);
    }

    @Override
    public long seek(long offset, int whence) {
        return 0;
    }
}
