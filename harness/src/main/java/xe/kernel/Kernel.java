// SPDX-License-Identifier: MIT
package xe.kernel;

/**
 * The system calls that the suite makes, on plain integers and addresses.
 *
 * <p>Each method is the system call of its name (section 2 of the manual) and returns what the kernel returns: a value from 0
 * up or a negated errno. Addresses are those of this process; {@link NativeMemory} hands them out. Nothing is retried: EINTR
 * and EAGAIN reach the caller.
 */
public interface Kernel {
    KernelInfo info();

    SyscallResult open(String path, int flags, int mode);

    SyscallResult close(int fd);

    SyscallResult dup(int fd);

    SyscallResult dup3(int fd, int newFd, int flags);

    SyscallResult fcntl(int fd, int command, long argument);

    /**
     * ioctl(2).
     *
     * @param request all 32 bits of the request number
     * @param argument a value or an address, as the request has it
     */
    SyscallResult ioctl(int fd, int request, long argument);

    /** @param fds address of two ints */
    SyscallResult pipe2(long fds, int flags);

    SyscallResult read(int fd, long buffer, long count);

    SyscallResult pread64(int fd, long buffer, long count, long offset);

    /** @param iov address of {@code count} struct iovec */
    SyscallResult readv(int fd, long iov, int count);

    /**
     * preadv2(2).
     *
     * @param offset -1 for the file position
     * @param flags RWF_*
     */
    SyscallResult preadv2(int fd, long iov, int count, long offset, int flags);

    SyscallResult write(int fd, long buffer, long count);

    SyscallResult writev(int fd, long iov, int count);

    SyscallResult lseek(int fd, long offset, int whence);

    /** @param buffer where struct linux_dirent64 records go */
    SyscallResult getdents64(int fd, long buffer, long size);

    SyscallResult readlink(String path, long buffer, long size);

    /** @param fds address of {@code count} struct pollfd */
    SyscallResult poll(long fds, int count, int timeoutMs);

    SyscallResult epollCreate1(int flags);

    /** @param event address of struct epoll_event */
    SyscallResult epollCtl(int epollFd, int operation, int fd, long event);

    SyscallResult epollWait(int epollFd, long events, int maxEvents, int timeoutMs);

    SyscallResult eventfd2(int initial, int flags);

    SyscallResult memfdCreate(String name, int flags);

    /** @param fds address of two ints */
    SyscallResult socketpair(int domain, int type, int protocol, long fds);

    /** splice(2); the offsets are addresses of a loff_t, or 0. */
    SyscallResult splice(int in, long offsetIn, int out, long offsetOut, long length, int flags);

    SyscallResult tee(int in, int out, long length, int flags);

    SyscallResult vmsplice(int fd, long iov, long segments, int flags);

    /** @param offset address of an off_t, or 0 */
    SyscallResult sendfile(int out, int in, long offset, long count);

    SyscallResult mmap(long address, long length, int protection, int flags, int fd, long offset);

    SyscallResult munmap(long address, long length);

    SyscallResult mprotect(long address, long length, int protection);

    /**
     * prlimit64(2).
     *
     * @param pid 0 for this process
     * @param newLimit address of struct rlimit64, or 0
     * @param oldLimit address of struct rlimit64, or 0
     */
    SyscallResult prlimit(int pid, int resource, long newLimit, long oldLimit);

    /** @param timespec address of struct timespec */
    SyscallResult clockGettime(int clock, long timespec);

    /** keyctl(2) with its operation-specific arguments. */
    SyscallResult keyctl(int operation, long arg2, long arg3, long arg4, long arg5);

    SyscallResult addKey(String type, String description, long payload, long length, int keyring);

    SyscallResult geteuid();

    /**
     * capget(2), of the calling thread.
     *
     * @param header address of struct __user_cap_header_struct
     * @param data address of two struct __user_cap_data_struct
     */
    SyscallResult capget(long header, long data);

    /** capset(2), of the calling thread alone; parameters as for {@link #capget}. */
    SyscallResult capset(long header, long data);
}
