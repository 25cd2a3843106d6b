// SPDX-License-Identifier: MIT
package xe.sim;

import static xe.kernel.Errno.EAFNOSUPPORT;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EPROTONOSUPPORT;
import static xe.kernel.Errno.ESOCKTNOSUPPORT;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import xe.kernel.Abi;
import xe.sim.os.EventFd;
import xe.sim.os.FileTree;
import xe.sim.os.Machine;
import xe.sim.os.MemFile;
import xe.sim.os.OpenFile;
import xe.sim.os.Opened;
import xe.sim.os.SocketFile;

/**
 * What takes a path or makes a descriptor that is no pipe's: open(2), readlink(2), eventfd2(2), memfd_create(2), socketpair(2).
 */
final class OpenCalls {
    private static final int EFD_SEMAPHORE = 1;

    private final Machine machine;
    private final FileTree tree;

    OpenCalls(Machine machine, FileTree tree) {
        this.machine = machine;
        this.tree = tree;
    }

    long open(String path, int flags) {
        Opened opened = tree.open(path, flags);
        OpenFile file = opened.file();
        return file == null ? opened.error().negated() : install(file, flags);
    }

    private long install(OpenFile file, int flags) {
        long fd = machine.files().install(file, (flags & Abi.O_CLOEXEC) != 0);
        if (fd < 0) {
            file.put();
        }
        return fd;
    }

    long readlink(String path, long buffer, long size) {
        FileTree.LinkTarget target = tree.readlink(path);
        String text = target.text();
        if (size <= 0) {
            return EINVAL.negated();
        }
        if (text == null) {
            return target.error().negated();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] part = Arrays.copyOf(bytes, (int) Math.min(size, bytes.length));
        return machine.memory().putBytes(buffer, part) ? part.length : EFAULT.negated();
    }

    long eventfd(int initial, int flags) {
        if ((flags & ~(EFD_SEMAPHORE | Abi.O_CLOEXEC | Abi.O_NONBLOCK)) != 0) {
            return EINVAL.negated();
        }
        return install(new EventFd(machine.memory(), initial, flags), flags);
    }

    long memfd(String name, int flags) {
        if ((flags & ~(Abi.MFD_CLOEXEC | Abi.MFD_ALLOW_SEALING)) != 0) {
            return EINVAL.negated(); // huge pages and what may be executed, which nobody here asks for
        }
        boolean closes = (flags & Abi.MFD_CLOEXEC) != 0;
        MemFile file = new MemFile(machine.memory(), name, (flags & Abi.MFD_ALLOW_SEALING) != 0);
        return install(file, closes ? Abi.O_CLOEXEC : 0);
    }

    long socketpair(int domain, int type, int protocol, long fds) {
        if (domain != Abi.AF_UNIX) {
            return EAFNOSUPPORT.negated();
        }
        int status = type & (Abi.O_CLOEXEC | Abi.O_NONBLOCK);
        if ((type & ~status) != Abi.SOCK_STREAM || protocol != 0) {
            return protocol == 0 ? ESOCKTNOSUPPORT.negated() : EPROTONOSUPPORT.negated();
        }
        long first = install(new SocketFile(status & Abi.O_NONBLOCK), status);
        if (first < 0) {
            return first;
        }
        long second = install(new SocketFile(status & Abi.O_NONBLOCK), status);
        boolean stored = second >= 0
                && machine.memory().putInt(fds, (int) first)
                && machine.memory().putInt(fds + Integer.BYTES, (int) second);
        if (stored) {
            return 0;
        }
        machine.files().close((int) first);
        if (second < 0) {
            return second;
        }
        machine.files().close((int) second);
        return EFAULT.negated();
    }
}
