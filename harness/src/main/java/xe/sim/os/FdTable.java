// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EMFILE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;

/**
 * The process's descriptors ({@code struct files_struct}): lowest free number first, up to the soft RLIMIT_NOFILE.
 */
public final class FdTable implements AutoCloseable {
    private final Task task;
    private final List<@Nullable OpenFile> files = new ArrayList<>();
    private final BitSet closeOnExec = new BitSet();

    public FdTable(Task task) {
        this.task = task;
    }

    /** Gives the file the lowest free descriptor and takes over the caller's reference; EMFILE leaves it with the caller. */
    public long install(OpenFile file, boolean cloexec) {
        return install(file, 0, cloexec);
    }

    /** {@link #install(OpenFile, boolean)} from {@code lowest} up, as F_DUPFD does. */
    public synchronized long install(OpenFile file, int lowest, boolean cloexec) {
        int fd = lowest;
        while (fd < files.size() && files.get(fd) != null) {
            fd++;
        }
        if (fd >= task.nofileSoft()) {
            return EMFILE.negated();
        }
        put(fd, file, cloexec);
        return fd;
    }

    /** The file behind a descriptor, with a reference that the caller drops; null (EBADF) if closed or O_PATH. */
    public @Nullable OpenFile get(int fd) {
        OpenFile file = getRaw(fd);
        if (file != null && (file.flags() & Abi.O_PATH) != 0) {
            file.put();
            return null;
        }
        return file;
    }

    /** {@link #get}, but also for O_PATH descriptors. */
    public synchronized @Nullable OpenFile getRaw(int fd) {
        OpenFile file = fd < 0 || fd >= files.size() ? null : files.get(fd);
        return file == null ? null : file.get();
    }

    public long close(int fd) {
        OpenFile file;
        synchronized (this) {
            file = fd < 0 || fd >= files.size() ? null : files.set(fd, null);
            closeOnExec.clear(Math.max(fd, 0));
        }
        if (file == null) {
            return EBADF.negated();
        }
        file.flush();
        file.put();
        return 0;
    }

    public long dup(int fd, int lowest, boolean cloexec) {
        OpenFile file = getRaw(fd);
        if (file == null) {
            return EBADF.negated();
        }
        if (lowest < 0 || (lowest > 0 && lowest >= task.nofileSoft())) {
            file.put();
            return EINVAL.negated();
        }
        long copy = install(file, lowest, cloexec);
        if (copy < 0) {
            file.put();
        }
        return copy;
    }

    public long dup3(int fd, int newFd, int flags) {
        if ((flags & ~Abi.O_CLOEXEC) != 0 || fd == newFd) {
            return EINVAL.negated();
        }
        if (newFd < 0 || newFd >= task.nofileSoft()) {
            return EBADF.negated();
        }
        OpenFile file = getRaw(fd);
        if (file == null) {
            return EBADF.negated();
        }
        OpenFile replaced;
        synchronized (this) {
            replaced = newFd < files.size() ? files.get(newFd) : null;
            put(newFd, file, (flags & Abi.O_CLOEXEC) != 0);
        }
        if (replaced != null) {
            replaced.put();
        }
        return newFd;
    }

    public synchronized boolean closesOnExec(int fd) {
        return closeOnExec.get(fd);
    }

    public synchronized void setCloseOnExec(int fd, boolean cloexec) {
        closeOnExec.set(fd, cloexec);
    }

    /** The descriptors in use, in ascending order. */
    public synchronized List<Integer> inUse() {
        List<Integer> used = new ArrayList<>();
        for (int fd = 0; fd < files.size(); fd++) {
            if (files.get(fd) != null) {
                used.add(fd);
            }
        }
        return used;
    }

    /** How many descriptors name the open file. */
    public synchronized long count(OpenFile file) {
        return files.stream().filter(file::equals).count();
    }

    /** Closes every descriptor, as the end of the process does. */
    @Override
    public void close() {
        for (int fd : inUse()) {
            close(fd);
        }
    }

    private void put(int fd, OpenFile file, boolean cloexec) {
        while (files.size() <= fd) {
            files.add(null);
        }
        files.set(fd, file);
        closeOnExec.set(fd, cloexec);
    }
}
