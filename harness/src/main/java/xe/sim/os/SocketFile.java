// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ENXIO;

import xe.kernel.Abi;

/**
 * One of a pair of connected sockets, as a kind of descriptor: it carries no data.
 */
public final class SocketFile extends OpenFile {
    /** @param flags O_NONBLOCK or 0 */
    public SocketFile(int flags) {
        super(Abi.O_RDWR | flags);
    }

    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        return EAGAIN.negated();
    }

    @Override
    public int poll() {
        return Abi.POLLOUT | Abi.POLLWRNORM;
    }

    @Override
    public Opened reopen(int openFlags) {
        return Opened.refused(ENXIO);
    }

    @Override
    protected String anonymousName() {
        return "socket:[1]";
    }
}
