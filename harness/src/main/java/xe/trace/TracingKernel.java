// SPDX-License-Identifier: MIT
package xe.trace;

import static xe.trace.CallText.call;
import static xe.trace.CallText.hex;
import static xe.trace.CallText.quote;

import java.util.List;
import java.util.function.Supplier;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.SyscallResult;

/**
 * A kernel whose calls are kept in a {@link Trace}, and which knows what its user has not closed yet.
 */
public final class TracingKernel extends PlainCalls {
    private final Recorder recorder;
    private final ReadableMemory memory;
    private final IoctlText ioctls;
    private final OpenFiles open = new OpenFiles();

    public TracingKernel(Kernel kernel) {
        this(kernel, new Recorder());
    }

    private TracingKernel(Kernel kernel, Recorder recorder) {
        super(recorder.around(kernel));
        this.recorder = recorder;
        this.memory = recorder.memory();
        this.ioctls = new IoctlText(memory);
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
     * Closes what is still open and unmaps what is still mapped, whatever the outcome.
     */
    public void releaseAll() {
        open.takeAll().forEach(fd -> kernel().close(fd).ignore());
        memory.all().forEach((start, length) -> munmap(start, length).ignore());
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
        return opened(() -> call("open", quote(path), Flags.open(flags)), kernel().open(path, flags, mode));
    }

    @Override
    public SyscallResult close(int fd) {
        SyscallResult result = kernel().close(fd);
        open.closed(fd);
        return done(() -> call("close", fd), result);
    }

    @Override
    public SyscallResult dup(int fd) {
        return opened(() -> call("dup", fd), kernel().dup(fd));
    }

    @Override
    public SyscallResult dup3(int fd, int newFd, int flags) {
        return opened(() -> call("dup3", fd, newFd, Flags.open(flags)), kernel().dup3(fd, newFd, flags));
    }

    @Override
    public SyscallResult fcntl(int fd, int command, long argument) {
        SyscallResult result = kernel().fcntl(fd, command, argument);
        Supplier<String> call = () -> call("fcntl", fd, command, argument);
        boolean duplicates = command == Abi.F_DUPFD || command == Abi.F_DUPFD_CLOEXEC;
        return duplicates ? opened(call, result) : done(call, result);
    }

    @Override
    public SyscallResult ioctl(int fd, int request, long argument) {
        IoctlText.Call call = ioctls.before(fd, request, argument);
        SyscallResult result = kernel().ioctl(fd, request, argument);
        call.after();
        if (result.failed()) {
            trace().failedRequest(call.name(), call.bytes());
        }
        call.made(result).ifPresent(made -> open.opened(made, call.text()));
        return done(call::text, result);
    }

    @Override
    public SyscallResult pipe2(long fds, int flags) {
        return openedPair(() -> call("pipe2", Flags.open(flags)), fds, kernel().pipe2(fds, flags));
    }

    @Override
    public SyscallResult socketpair(int domain, int type, int protocol, long fds) {
        return openedPair(
                () -> call("socketpair", domain, type, protocol),
                fds,
                kernel().socketpair(domain, type, protocol, fds));
    }

    @Override
    public SyscallResult mmap(long address, long length, int protection, int flags, int fd, long offset) {
        SyscallResult result = kernel().mmap(address, length, protection, flags, fd, offset);
        if (!result.failed()) {
            memory.map(result.raw(), length, protection, (flags & Abi.MAP_ANONYMOUS) != 0);
        }
        return done(() -> call("mmap", hex(address), length, protection, flags, fd, hex(offset)), result);
    }

    @Override
    public SyscallResult munmap(long address, long length) {
        memory.unmap(address, length);
        return done(() -> call("munmap", hex(address), length), kernel().munmap(address, length));
    }

    @Override
    public SyscallResult mprotect(long address, long length, int protection) {
        memory.protect(address, length, protection);
        return done(
                () -> call("mprotect", hex(address), length, protection),
                kernel().mprotect(address, length, protection));
    }

    @Override
    public SyscallResult eventfd2(int initial, int flags) {
        return opened(() -> call("eventfd2", initial, flags), kernel().eventfd2(initial, flags));
    }

    @Override
    public SyscallResult memfdCreate(String name, int flags) {
        return opened(() -> call("memfd_create", quote(name), flags), kernel().memfdCreate(name, flags));
    }

    @Override
    public SyscallResult epollCreate1(int flags) {
        return opened(() -> call("epoll_create1", flags), kernel().epollCreate1(flags));
    }
}
