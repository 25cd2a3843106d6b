// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static xe.kernel.Errno.ENODEV;

import xe.kernel.Abi;
import xe.sim.os.Iovec;
import xe.sim.os.OpenFile;
import xe.sim.os.Opened;

/**
 * One end of a pipe, or both where a pipe was reopened for reading and writing.
 */
public final class PipeEnd extends OpenFile {
    private final Pipe pipe;
    private int writersAtOpen;

    PipeEnd(Pipe pipe, int flags) {
        super(flags);
        this.pipe = pipe;
    }

    Pipe pipe() {
        return pipe;
    }

    /** How many writers the pipe had had when this end was opened without one; no hang-up until that number grows. */
    int writersAtOpen() {
        return writersAtOpen;
    }

    void setWritersAtOpen(int count) {
        writersAtOpen = count;
    }

    /** Whether it belongs to a notification pipe. */
    public boolean notifies() {
        return pipe instanceof NotificationPipe;
    }

    /** F_GETPIPE_SZ. */
    public long size() {
        return pipe.size();
    }

    /** F_SETPIPE_SZ. */
    public long setSize(long bytes) {
        return pipe.setSize(bytes);
    }

    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        return pipe.read(this, vectors, noWait);
    }

    @Override
    public long write(Iovec[] vectors, boolean noWait) {
        return pipe.write(this, vectors, noWait);
    }

    @Override
    public long seek(long offset, int whence) {
        return pipe instanceof NotificationPipe && pipe.machine().has(ReadDefect.NP_069_SEEK_SUCCEEDS)
                ? 0
                : super.seek(offset, whence);
    }

    @Override
    public long mmap(long address, long length, int protection, int mapFlags, long offset) {
        return ENODEV.negated();
    }

    @Override
    public int poll() {
        return pipe.poll(this);
    }

    @Override
    public long ioctl(int request, long argument) {
        return pipe.ioctl(this, request, argument);
    }

    @Override
    public Opened reopen(int openFlags) {
        return pipe.reopen(openFlags & (Abi.O_ACCMODE | Abi.O_NONBLOCK | Abi.O_DIRECT | Abi.O_LARGEFILE));
    }

    @Override
    protected String anonymousName() {
        return "pipe:[" + pipe.inode() + "]";
    }

    @Override
    protected void release() {
        pipe.released(this);
    }
}
