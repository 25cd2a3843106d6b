// SPDX-License-Identifier: MIT
package xe.trace;

import static xe.trace.CallText.call;
import static xe.trace.CallText.hex;
import static xe.trace.CallText.quote;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.KernelInfo;
import xe.kernel.SyscallResult;

/**
 * A kernel whose calls are kept in a {@link Trace}, and which knows what its user has not closed yet.
 */
public final class TracingKernel implements Kernel {
    private final Kernel kernel;
    private final IoctlText ioctls;
    private final Trace trace = new Trace();
    private final ReadableMemory memory = new ReadableMemory();
    private final OpenFiles open = new OpenFiles();
    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
    private final Recorder recorder = new Recorder(memory);

    public TracingKernel(Kernel kernel) {
        this.kernel = recorder.around(kernel);
        this.ioctls = new IoctlText(memory);
    }

    public Trace trace() {
        return trace;
    }

    /**
     * A C program, for libc alone, that makes the calls so far again and ends with 0 if the last one does what was expected, with 1
     * if it does not, and with 2 if it never got there. Empty after more calls than anybody would read.
     *
     * @param subject the call under test, as {@link xe.uapi.Outcome#call} puts it
     */
    public String reproducer(String subject, String expected, String actual) {
        List<Recorder.Call> calls = recorder.calls();
        return calls.isEmpty() ? "" : new CProgram(calls, subject, expected, actual).text();
    }

    /** What is still open, in the order of the descriptors: {@code fd 5 from open("/dev/dri/renderD128", O_RDWR)}. */
    public List<String> openFiles() {
        return open.text();
    }

    /**
     * Closes what is still open and unmaps what is still mapped, whatever the outcome. The memory stays while another thread
     * lives that made an ioctl, as it may be about to use its request.
     */
    public void releaseAll() {
        open.takeAll().forEach(fd -> kernel.close(fd).ignore());
        callers.remove(Thread.currentThread());
        if (callers.stream().noneMatch(Thread::isAlive)) {
            memory.all().forEach((start, length) -> munmap(start, length).ignore());
        }
    }

    @Override
    public KernelInfo info() {
        return kernel.info();
    }

    private SyscallResult done(Supplier<String> call, SyscallResult result) {
        trace.add(call, result);
        return result;
    }

    private SyscallResult opened(Supplier<String> call, SyscallResult result) {
        if (!result.failed()) {
            open.opened((int) result.raw(), call.get());
        }
        return done(call, result);
    }

    private SyscallResult openedPair(Supplier<String> call, long fds, SyscallResult result) {
        if (!result.failed()) {
            open.openedPair(fds, call.get());
        }
        return done(call, result);
    }

    @Override
    public SyscallResult open(String path, int flags, int mode) {
        return opened(() -> call("open", quote(path), Flags.open(flags)), kernel.open(path, flags, mode));
    }

    @Override
    public SyscallResult close(int fd) {
        SyscallResult result = kernel.close(fd);
        open.closed(fd);
        return done(() -> call("close", fd), result);
    }

    @Override
    public SyscallResult dup(int fd) {
        return opened(() -> call("dup", fd), kernel.dup(fd));
    }

    @Override
    public SyscallResult dup3(int fd, int newFd, int flags) {
        return opened(() -> call("dup3", fd, newFd, Flags.open(flags)), kernel.dup3(fd, newFd, flags));
    }

    @Override
    public SyscallResult fcntl(int fd, int command, long argument) {
        SyscallResult result = kernel.fcntl(fd, command, argument);
        Supplier<String> call = () -> call("fcntl", fd, command, argument);
        boolean duplicates = command == Abi.F_DUPFD || command == Abi.F_DUPFD_CLOEXEC;
        return duplicates ? opened(call, result) : done(call, result);
    }

    @Override
    public SyscallResult ioctl(int fd, int request, long argument) {
        callers.add(Thread.currentThread());
        IoctlText.Call call = ioctls.before(fd, request, argument);
        SyscallResult result = kernel.ioctl(fd, request, argument);
        call.after();
        if (result.failed()) {
            trace.failedRequest(call.name(), call.bytes());
        }
        call.made(result).ifPresent(made -> open.opened(made, call.text()));
        return done(call::text, result);
    }

    @Override
    public SyscallResult pipe2(long fds, int flags) {
        return openedPair(() -> call("pipe2", Flags.open(flags)), fds, kernel.pipe2(fds, flags));
    }

    @Override
    public SyscallResult socketpair(int domain, int type, int protocol, long fds) {
        return openedPair(
                () -> call("socketpair", domain, type, protocol), fds, kernel.socketpair(domain, type, protocol, fds));
    }

    @Override
    public SyscallResult mmap(long address, long length, int protection, int flags, int fd, long offset) {
        SyscallResult result = kernel.mmap(address, length, protection, flags, fd, offset);
        if (!result.failed()) {
            memory.map(result.raw(), length, protection);
        }
        return done(() -> call("mmap", hex(address), length, protection, flags, fd, hex(offset)), result);
    }

    @Override
    public SyscallResult munmap(long address, long length) {
        memory.unmap(address, length);
        return done(() -> call("munmap", hex(address), length), kernel.munmap(address, length));
    }

    @Override
    public SyscallResult mprotect(long address, long length, int protection) {
        memory.protect(address, length, protection);
        return done(
                () -> call("mprotect", hex(address), length, protection), kernel.mprotect(address, length, protection));
    }

    @Override
    public SyscallResult eventfd2(int initial, int flags) {
        return opened(() -> call("eventfd2", initial, flags), kernel.eventfd2(initial, flags));
    }

    @Override
    public SyscallResult epollCreate1(int flags) {
        return opened(() -> call("epoll_create1", flags), kernel.epollCreate1(flags));
    }

    @Override
    public SyscallResult read(int fd, long buffer, long count) {
        return done(() -> call("read", fd, hex(buffer), count), kernel.read(fd, buffer, count));
    }

    @Override
    public SyscallResult pread64(int fd, long buffer, long count, long offset) {
        return done(() -> call("pread64", fd, hex(buffer), count, offset), kernel.pread64(fd, buffer, count, offset));
    }

    @Override
    public SyscallResult readv(int fd, long iov, int count) {
        return done(() -> call("readv", fd, hex(iov), count), kernel.readv(fd, iov, count));
    }

    @Override
    public SyscallResult preadv2(int fd, long iov, int count, long offset, int flags) {
        return done(
                () -> call("preadv2", fd, hex(iov), count, offset, flags),
                kernel.preadv2(fd, iov, count, offset, flags));
    }

    @Override
    public SyscallResult write(int fd, long buffer, long count) {
        return done(() -> call("write", fd, hex(buffer), count), kernel.write(fd, buffer, count));
    }

    @Override
    public SyscallResult writev(int fd, long iov, int count) {
        return done(() -> call("writev", fd, hex(iov), count), kernel.writev(fd, iov, count));
    }

    @Override
    public SyscallResult lseek(int fd, long offset, int whence) {
        return done(() -> call("lseek", fd, offset, whence), kernel.lseek(fd, offset, whence));
    }

    @Override
    public SyscallResult getdents64(int fd, long buffer, long size) {
        return done(() -> call("getdents64", fd, hex(buffer), size), kernel.getdents64(fd, buffer, size));
    }

    @Override
    public SyscallResult readlink(String path, long buffer, long size) {
        return done(() -> call("readlink", quote(path), hex(buffer), size), kernel.readlink(path, buffer, size));
    }

    @Override
    public SyscallResult poll(long fds, int count, int timeoutMs) {
        return done(() -> call("poll", hex(fds), count, timeoutMs), kernel.poll(fds, count, timeoutMs));
    }

    @Override
    public SyscallResult epollCtl(int epollFd, int operation, int fd, long event) {
        return done(
                () -> call("epoll_ctl", epollFd, operation, fd, hex(event)),
                kernel.epollCtl(epollFd, operation, fd, event));
    }

    @Override
    public SyscallResult epollWait(int epollFd, long events, int maxEvents, int timeoutMs) {
        return done(
                () -> call("epoll_wait", epollFd, hex(events), maxEvents, timeoutMs),
                kernel.epollWait(epollFd, events, maxEvents, timeoutMs));
    }

    @Override
    public SyscallResult splice(int in, long offsetIn, int out, long offsetOut, long length, int flags) {
        return done(
                () -> call("splice", in, hex(offsetIn), out, hex(offsetOut), length, flags),
                kernel.splice(in, offsetIn, out, offsetOut, length, flags));
    }

    @Override
    public SyscallResult tee(int in, int out, long length, int flags) {
        return done(() -> call("tee", in, out, length, flags), kernel.tee(in, out, length, flags));
    }

    @Override
    public SyscallResult vmsplice(int fd, long iov, long segments, int flags) {
        return done(() -> call("vmsplice", fd, hex(iov), segments, flags), kernel.vmsplice(fd, iov, segments, flags));
    }

    @Override
    public SyscallResult sendfile(int out, int in, long offset, long count) {
        return done(() -> call("sendfile", out, in, hex(offset), count), kernel.sendfile(out, in, offset, count));
    }

    @Override
    public SyscallResult prlimit(int pid, int resource, long newLimit, long oldLimit) {
        return done(
                () -> call("prlimit", pid, resource, hex(newLimit), hex(oldLimit)),
                kernel.prlimit(pid, resource, newLimit, oldLimit));
    }

    @Override
    public SyscallResult clockGettime(int clock, long timespec) {
        return done(() -> call("clock_gettime", clock, hex(timespec)), kernel.clockGettime(clock, timespec));
    }

    @Override
    public SyscallResult keyctl(int operation, long arg2, long arg3, long arg4, long arg5) {
        return done(
                () -> call("keyctl", operation, hex(arg2), hex(arg3), hex(arg4), hex(arg5)),
                kernel.keyctl(operation, arg2, arg3, arg4, arg5));
    }

    @Override
    public SyscallResult addKey(String type, String description, long payload, long length, int keyring) {
        return done(
                () -> call("add_key", quote(type), quote(description), hex(payload), length, keyring),
                kernel.addKey(type, description, payload, length, keyring));
    }

    @Override
    public SyscallResult geteuid() {
        return done(() -> call("geteuid"), kernel.geteuid());
    }

    @Override
    public SyscallResult capget(long header, long data) {
        return done(() -> call("capget", hex(header), hex(data)), kernel.capget(header, data));
    }

    @Override
    public SyscallResult capset(long header, long data) {
        return done(() -> call("capset", hex(header), hex(data)), kernel.capset(header, data));
    }
}
