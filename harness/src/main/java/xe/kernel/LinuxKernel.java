// SPDX-License-Identifier: MIT
package xe.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel that this process runs on.
 *
 * <p>Calls go through libc, or syscall(2) where libc has no function for them.
 */
public final class LinuxKernel implements Kernel {
    /** Its parameters are in sysfs wherever the GPU model of fixtures/kernel is built in. */
    private static final Path GPU_MODEL = Path.of("/sys/module/xe_uml");

    /** Tree, patches and configuration of the guest's kernel, which ci/kernel.sh knows. */
    private static final String HOW_MADE = "XE_CTS_KERNEL";

    @Override
    public KernelInfo info() {
        try {
            String release =
                    Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
            String detail = "Linux " + release + " " + System.getProperty("os.arch");
            if (!Files.exists(GPU_MODEL)) {
                return new KernelInfo("linux", release, detail, KernelInfo.Gpu.HOST);
            }
            String made = System.getenv().getOrDefault(HOW_MADE, "");
            return new KernelInfo(
                    "linux",
                    release,
                    KernelInfo.Gpu.MODELLED.label() + ", " + detail + (made.isEmpty() ? "" : ", " + made),
                    KernelInfo.Gpu.MODELLED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SyscallResult open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return Downcalls.call(Downcalls.OPEN, arena.allocateFrom(path).address(), flags, mode);
        }
    }

    @Override
    public SyscallResult close(int fd) {
        return Downcalls.call(Downcalls.CLOSE, fd);
    }

    @Override
    public SyscallResult dup(int fd) {
        return Downcalls.call(Downcalls.DUP, fd);
    }

    @Override
    public SyscallResult dup3(int fd, int newFd, int flags) {
        return Downcalls.call(Downcalls.DUP3, fd, newFd, flags);
    }

    @Override
    public SyscallResult fcntl(int fd, int command, long argument) {
        return Downcalls.call(Downcalls.FCNTL, fd, command, argument);
    }

    @Override
    public SyscallResult ioctl(int fd, int request, long argument) {
        return Downcalls.call(Downcalls.IOCTL, fd, Integer.toUnsignedLong(request), argument);
    }

    @Override
    public SyscallResult pipe2(long fds, int flags) {
        return Downcalls.call(Downcalls.PIPE2, fds, flags);
    }

    @Override
    public SyscallResult read(int fd, long buffer, long count) {
        return Downcalls.call(Downcalls.READ, fd, buffer, count);
    }

    @Override
    public SyscallResult pread64(int fd, long buffer, long count, long offset) {
        return Downcalls.call(Downcalls.PREAD64, fd, buffer, count, offset);
    }

    @Override
    public SyscallResult readv(int fd, long iov, int count) {
        return Downcalls.call(Downcalls.READV, fd, iov, count);
    }

    @Override
    public SyscallResult preadv2(int fd, long iov, int count, long offset, int flags) {
        return Downcalls.call(Downcalls.PREADV2, fd, iov, count, offset, flags);
    }

    @Override
    public SyscallResult write(int fd, long buffer, long count) {
        return Downcalls.call(Downcalls.WRITE, fd, buffer, count);
    }

    @Override
    public SyscallResult writev(int fd, long iov, int count) {
        return Downcalls.call(Downcalls.WRITEV, fd, iov, count);
    }

    @Override
    public SyscallResult lseek(int fd, long offset, int whence) {
        return Downcalls.call(Downcalls.LSEEK, fd, offset, whence);
    }

    @Override
    public SyscallResult getdents64(int fd, long buffer, long size) {
        return Downcalls.call(Downcalls.GETDENTS64, fd, buffer, size);
    }

    @Override
    public SyscallResult readlink(String path, long buffer, long size) {
        try (Arena arena = Arena.ofConfined()) {
            return Downcalls.call(Downcalls.READLINK, arena.allocateFrom(path).address(), buffer, size);
        }
    }

    @Override
    public SyscallResult poll(long fds, int count, int timeoutMs) {
        return Downcalls.call(Downcalls.POLL, fds, Integer.toUnsignedLong(count), timeoutMs);
    }

    @Override
    public SyscallResult epollCreate1(int flags) {
        return Downcalls.call(Downcalls.EPOLL_CREATE1, flags);
    }

    @Override
    public SyscallResult epollCtl(int epollFd, int operation, int fd, long event) {
        return Downcalls.call(Downcalls.EPOLL_CTL, epollFd, operation, fd, event);
    }

    @Override
    public SyscallResult epollWait(int epollFd, long events, int maxEvents, int timeoutMs) {
        return Downcalls.call(Downcalls.EPOLL_WAIT, epollFd, events, maxEvents, timeoutMs);
    }

    @Override
    public SyscallResult eventfd2(int initial, int flags) {
        return Downcalls.call(Downcalls.EVENTFD, initial, flags);
    }

    @Override
    public SyscallResult memfdCreate(String name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return Downcalls.call(
                    Downcalls.MEMFD_CREATE, arena.allocateFrom(name).address(), flags);
        }
    }

    @Override
    public SyscallResult socketpair(int domain, int type, int protocol, long fds) {
        return Downcalls.call(Downcalls.SOCKETPAIR, domain, type, protocol, fds);
    }

    @Override
    public SyscallResult splice(int in, long offsetIn, int out, long offsetOut, long length, int flags) {
        return Downcalls.call(Downcalls.SPLICE, in, offsetIn, out, offsetOut, length, flags);
    }

    @Override
    public SyscallResult tee(int in, int out, long length, int flags) {
        return Downcalls.call(Downcalls.TEE, in, out, length, flags);
    }

    @Override
    public SyscallResult vmsplice(int fd, long iov, long segments, int flags) {
        return Downcalls.call(Downcalls.VMSPLICE, fd, iov, segments, flags);
    }

    @Override
    public SyscallResult sendfile(int out, int in, long offset, long count) {
        return Downcalls.call(Downcalls.SENDFILE, out, in, offset, count);
    }

    @Override
    public SyscallResult mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return Downcalls.call(Downcalls.MMAP, address, length, protection, flags, fd, offset);
    }

    @Override
    public SyscallResult munmap(long address, long length) {
        return Downcalls.call(Downcalls.MUNMAP, address, length);
    }

    @Override
    public SyscallResult mprotect(long address, long length, int protection) {
        return Downcalls.call(Downcalls.MPROTECT, address, length, protection);
    }

    @Override
    public SyscallResult prlimit(int pid, int resource, long newLimit, long oldLimit) {
        return Downcalls.call(Downcalls.PRLIMIT, pid, resource, newLimit, oldLimit);
    }

    @Override
    public SyscallResult clockGettime(int clock, long timespec) {
        return Downcalls.call(Downcalls.SYSCALL, SyscallNumber.CLOCK_GETTIME.number(), clock, timespec);
    }

    @Override
    public SyscallResult keyctl(int operation, long arg2, long arg3, long arg4, long arg5) {
        return Downcalls.call(Downcalls.SYSCALL, SyscallNumber.KEYCTL.number(), operation, arg2, arg3, arg4, arg5);
    }

    @Override
    public SyscallResult addKey(String type, String description, long payload, long length, int keyring) {
        try (Arena arena = Arena.ofConfined()) {
            long typeName = arena.allocateFrom(type).address();
            long name = arena.allocateFrom(description).address();
            return Downcalls.call(
                    Downcalls.SYSCALL, SyscallNumber.ADD_KEY.number(), typeName, name, payload, length, keyring);
        }
    }

    @Override
    public SyscallResult geteuid() {
        long uid = Downcalls.call(Downcalls.GETEUID).raw();
        return new SyscallResult(uid & 0xffff_ffffL);
    }

    @Override
    public SyscallResult capget(long header, long data) {
        return Downcalls.call(Downcalls.SYSCALL, SyscallNumber.CAPGET.number(), header, data);
    }

    @Override
    public SyscallResult capset(long header, long data) {
        return Downcalls.call(Downcalls.SYSCALL, SyscallNumber.CAPSET.number(), header, data);
    }
}
