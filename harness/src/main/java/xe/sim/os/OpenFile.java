// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOTDIR;
import static xe.kernel.Errno.ENOTTY;
import static xe.kernel.Errno.ENXIO;
import static xe.kernel.Errno.ESPIPE;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;

/**
 * An open file description ({@code struct file}): what descriptors, mappings and calls in flight refer to.
 *
 * <p>Operations return a value or a negated errno. {@link #release} runs once, when the last reference goes.
 */
public abstract class OpenFile {
    private final AtomicInteger references = new AtomicInteger(1);
    private final WaitQueue waiters = new WaitQueue();
    private volatile int flags;
    private volatile @Nullable String path;
    private volatile FileTree.@Nullable Opener opener;

    /** @param flags access mode and status flags, as F_GETFL shows them */
    protected OpenFile(int flags) {
        this.flags = flags;
    }

    public final int flags() {
        return flags;
    }

    public final void setFlags(int value) {
        flags = value;
    }

    public final boolean nonBlocking() {
        return (flags & Abi.O_NONBLOCK) != 0;
    }

    public final boolean readable() {
        int mode = flags & Abi.O_ACCMODE;
        return (flags & Abi.O_PATH) == 0 && (mode == Abi.O_RDONLY || mode == Abi.O_RDWR);
    }

    public final boolean writable() {
        int mode = flags & Abi.O_ACCMODE;
        return (flags & Abi.O_PATH) == 0 && (mode == Abi.O_WRONLY || mode == Abi.O_RDWR);
    }

    /** Takes a reference. */
    public final OpenFile get() {
        references.incrementAndGet();
        return this;
    }

    /** Drops a reference; the last one releases the file. */
    public final void put() {
        if (references.decrementAndGet() == 0) {
            release();
            waiters.wakeAll();
        }
    }

    /** Whether the last reference is gone. */
    public final boolean released() {
        return references.get() <= 0;
    }

    /** The file that an O_PATH descriptor names; every other file names itself. */
    public OpenFile named() {
        return this;
    }

    /** Where the file was found, and how to open it again. */
    final void attach(String from, FileTree.Opener again) {
        path = from;
        opener = again;
    }

    /** What the link in /proc/self/fd shows. */
    public final String name() {
        String known = path;
        return known == null ? anonymousName() : known;
    }

    /** The name of a file that no path led to, such as {@code pipe:[12]}. */
    protected String anonymousName() {
        return "anon_inode:[eventfd]";
    }

    /** Opens the same object again through /proc/self/fd; ENXIO for an anonymous inode. */
    public Opened reopen(int openFlags) {
        FileTree.Opener again = opener;
        return again == null ? Opened.refused(ENXIO) : again.open(openFlags);
    }

    /** Whether it is a regular file, whose bytes sendfile(2) can take. */
    public boolean regular() {
        return false;
    }

    /** Woken whenever {@link #poll} may answer something new. */
    public final WaitQueue waiters() {
        return waiters;
    }

    /** Reads into the vectors; the VFS has checked the access mode. */
    public long read(Iovec[] vectors, boolean noWait) {
        return EINVAL.negated();
    }

    /** Writes from the vectors; the VFS has checked the access mode. */
    public long write(Iovec[] vectors, boolean noWait) {
        return EINVAL.negated();
    }

    /** Whether epoll takes it. */
    public boolean canPoll() {
        return !regular();
    }

    /** Reads at an offset, as pread64(2) does. */
    public long pread(long buffer, long count, long offset) {
        return ESPIPE.negated();
    }

    public long seek(long offset, int whence) {
        return ESPIPE.negated();
    }

    /** The POLL* bits that hold now. */
    public int poll() {
        return Abi.POLLIN | Abi.POLLOUT | Abi.POLLRDNORM | Abi.POLLWRNORM;
    }

    public long ioctl(int request, long argument) {
        return ENOTTY.negated();
    }

    /** Maps {@code length} bytes from {@code offset}; returns the address. */
    public long mmap(long address, long length, int protection, int mapFlags, long offset) {
        return ENODEV.negated();
    }

    public long getdents64(long buffer, long size) {
        return ENOTDIR.negated();
    }

    /** One of the file's descriptors was closed; others may be open. */
    public void flush() {}

    /** The last reference is gone. */
    protected void release() {}
}
