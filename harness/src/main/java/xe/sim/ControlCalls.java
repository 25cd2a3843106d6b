// SPDX-License-Identifier: MIT
package xe.sim;

import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;

import xe.kernel.Abi;
import xe.sim.os.FdTable;
import xe.sim.os.Machine;
import xe.sim.os.MemFile;
import xe.sim.os.OpenFile;
import xe.sim.pipe.PipeDefect;
import xe.sim.pipe.PipeEnd;
import xe.sim.pipe.ReadDefect;
import xe.sim.pipe.WatchQueue;

/**
 * ioctl(2) and fcntl(2): what the VFS answers itself, before and instead of the file (fs/ioctl.c, fs/fcntl.c).
 */
final class ControlCalls {
    private static final int SETTABLE = Abi.O_APPEND | Abi.O_NONBLOCK | Abi.O_ASYNC | Abi.O_DIRECT;
    private static final int FIOASYNC = 0x5452;

    private final Machine machine;
    private final FdTable files;

    ControlCalls(Machine machine) {
        this.machine = machine;
        this.files = machine.files();
    }

    long ioctl(int fd, int request, long argument) {
        OpenFile file = files.get(fd);
        boolean setSize = request == WatchQueue.IOC_WATCH_QUEUE_SET_SIZE;
        if (file == null) { // NP-019
            return setSize && machine.has(PipeDefect.NP_019_BAD_FD_ENODEV) ? ENODEV.negated() : EBADF.negated();
        }
        try {
            return switch (request) {
                case Abi.FIOCLEX, Abi.FIONCLEX -> {
                    files.setCloseOnExec(fd, request == Abi.FIOCLEX);
                    yield 0;
                }
                case Abi.FIONBIO -> setFlag(file, Abi.O_NONBLOCK, argument);
                case FIOASYNC -> setFlag(file, Abi.O_ASYNC, argument);
                default -> {
                    boolean wrong = setSize && !(file instanceof PipeEnd);
                    yield wrong && machine.has(PipeDefect.NP_018_OTHER_FILES_ENODEV)
                            ? ENODEV.negated()
                            : file.ioctl(request, argument);
                }
            };
        } finally {
            file.put();
        }
    }

    private long setFlag(OpenFile file, int flag, long argument) {
        Integer on = machine.memory().getInt(argument);
        if (on == null) {
            return EFAULT.negated();
        }
        file.setFlags(on == 0 ? file.flags() & ~flag : file.flags() | flag);
        return 0;
    }

    long fcntl(int fd, int command, long argument) {
        OpenFile file = files.getRaw(fd);
        if (file == null) {
            return EBADF.negated();
        }
        try {
            boolean pathOnly = (file.flags() & Abi.O_PATH) != 0;
            return switch (command) {
                case Abi.F_DUPFD, Abi.F_DUPFD_CLOEXEC -> files.dup(fd, (int) argument, command == Abi.F_DUPFD_CLOEXEC);
                case Abi.F_GETFD -> files.closesOnExec(fd) ? Abi.FD_CLOEXEC : 0;
                case Abi.F_SETFD -> {
                    files.setCloseOnExec(fd, (argument & Abi.FD_CLOEXEC) != 0);
                    yield 0;
                }
                case Abi.F_GETFL -> file.flags();
                default -> pathOnly ? EBADF.negated() : fcntl(file, command, argument);
            };
        } finally {
            file.put();
        }
    }

    private long fcntl(OpenFile file, int command, long argument) {
        if (command == Abi.F_SETFL) {
            boolean ignored =
                    file instanceof PipeEnd end && end.notifies() && machine.has(ReadDefect.NP_118_SETFL_IGNORED);
            int wanted = (int) argument & SETTABLE;
            file.setFlags(ignored ? file.flags() : (file.flags() & ~SETTABLE) | wanted);
            return 0;
        }
        if (command == Abi.F_GETPIPE_SZ || command == Abi.F_SETPIPE_SZ) {
            if (!(file instanceof PipeEnd end)) {
                return EBADF.negated();
            }
            return command == Abi.F_GETPIPE_SZ ? end.size() : end.setSize(argument);
        }
        if (file instanceof MemFile memory && command == Abi.F_ADD_SEALS) {
            return memory.addSeals((int) argument);
        }
        return file instanceof MemFile memory && command == Abi.F_GET_SEALS ? memory.seals() : EINVAL.negated();
    }
}
