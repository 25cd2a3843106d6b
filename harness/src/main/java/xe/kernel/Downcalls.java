// SPDX-License-Identifier: MIT
package xe.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Bindings of libc functions, all brought to one shape: six longs in, a long out, errno captured by the linker.
 *
 * <p>Arguments are narrowed as C would; pointers are plain longs, so that no address is refused before the kernel sees it.
 */
final class Downcalls {
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    private static final MemoryLayout POINTER = ValueLayout.JAVA_LONG;

    static final MethodHandle OPEN = variadic("open", INT, 2, POINTER, INT, INT);
    static final MethodHandle CLOSE = function("close", INT, INT);
    static final MethodHandle DUP = function("dup", INT, INT);
    static final MethodHandle DUP3 = function("dup3", INT, INT, INT, INT);
    static final MethodHandle FCNTL = variadic("fcntl", INT, 2, INT, INT, LONG);
    static final MethodHandle IOCTL = variadic("ioctl", INT, 2, INT, LONG, POINTER);
    static final MethodHandle PIPE2 = function("pipe2", INT, POINTER, INT);
    static final MethodHandle READ = function("read", LONG, INT, POINTER, LONG);
    static final MethodHandle PREAD64 = function("pread64", LONG, INT, POINTER, LONG, LONG);
    static final MethodHandle READV = function("readv", LONG, INT, POINTER, INT);
    static final MethodHandle PREADV2 = function("preadv2", LONG, INT, POINTER, INT, LONG, INT);
    static final MethodHandle WRITE = function("write", LONG, INT, POINTER, LONG);
    static final MethodHandle WRITEV = function("writev", LONG, INT, POINTER, INT);
    static final MethodHandle LSEEK = function("lseek", LONG, INT, LONG, INT);
    static final MethodHandle GETDENTS64 = function("getdents64", LONG, INT, POINTER, LONG);
    static final MethodHandle READLINK = function("readlink", LONG, POINTER, POINTER, LONG);
    static final MethodHandle POLL = function("poll", INT, POINTER, LONG, INT);
    static final MethodHandle EPOLL_CREATE1 = function("epoll_create1", INT, INT);
    static final MethodHandle EPOLL_CTL = function("epoll_ctl", INT, INT, INT, INT, POINTER);
    static final MethodHandle EPOLL_WAIT = function("epoll_wait", INT, INT, POINTER, INT, INT);
    static final MethodHandle EVENTFD = function("eventfd", INT, INT, INT);
    static final MethodHandle SOCKETPAIR = function("socketpair", INT, INT, INT, INT, POINTER);
    static final MethodHandle SPLICE = function("splice", LONG, INT, POINTER, INT, POINTER, LONG, INT);
    static final MethodHandle TEE = function("tee", LONG, INT, INT, LONG, INT);
    static final MethodHandle VMSPLICE = function("vmsplice", LONG, INT, POINTER, LONG, INT);
    static final MethodHandle SENDFILE = function("sendfile", LONG, INT, INT, POINTER, LONG);
    static final MethodHandle MMAP = function("mmap", POINTER, POINTER, LONG, INT, INT, INT, LONG);
    static final MethodHandle MUNMAP = function("munmap", INT, POINTER, LONG);
    static final MethodHandle MPROTECT = function("mprotect", INT, POINTER, LONG, INT);
    static final MethodHandle MINCORE = function("mincore", INT, POINTER, LONG, POINTER);
    static final MethodHandle PRLIMIT = function("prlimit", INT, INT, INT, POINTER, POINTER);
    static final MethodHandle GETEUID = function("geteuid", INT);
    static final MethodHandle MEMFD_CREATE = function("memfd_create", INT, POINTER, INT);
    static final MethodHandle FTRUNCATE = function("ftruncate", INT, INT, LONG);
    static final MethodHandle PROCESS_VM_READV =
            function("process_vm_readv", LONG, INT, POINTER, LONG, POINTER, LONG, LONG);
    static final MethodHandle PROCESS_VM_WRITEV =
            function("process_vm_writev", LONG, INT, POINTER, LONG, POINTER, LONG, LONG);
    /** For the calls that libc does not wrap: the number and up to five arguments. */
    static final MethodHandle SYSCALL = variadic("syscall", LONG, 1, LONG, LONG, LONG, LONG, LONG, LONG);

    private static final int ARGUMENTS = 6;
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURED));

    private Downcalls() {}

    static SyscallResult call(MethodHandle function) {
        return call(function, 0, 0, 0, 0, 0, 0);
    }

    static SyscallResult call(MethodHandle function, long a) {
        return call(function, a, 0, 0, 0, 0, 0);
    }

    static SyscallResult call(MethodHandle function, long a, long b) {
        return call(function, a, b, 0, 0, 0, 0);
    }

    static SyscallResult call(MethodHandle function, long a, long b, long c) {
        return call(function, a, b, c, 0, 0, 0);
    }

    static SyscallResult call(MethodHandle function, long a, long b, long c, long d) {
        return call(function, a, b, c, d, 0, 0);
    }

    static SyscallResult call(MethodHandle function, long a, long b, long c, long d, long e) {
        return call(function, a, b, c, d, e, 0);
    }

    /** Calls one of the functions above; what it takes fewer than six arguments for is dropped. */
    static SyscallResult call(MethodHandle function, long a, long b, long c, long d, long e, long f) {
        MemorySegment capture = CAPTURE.get();
        long value;
        try {
            value = (long) function.invokeExact(capture, a, b, c, d, e, f);
        } catch (Throwable failure) {
            throw new AssertionError("a libc function cannot throw", failure);
        }
        return new SyscallResult(value == -1 ? -(long) (int) ERRNO.get(capture, 0L) : value);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(String name, MemoryLayout result, int fixed, MemoryLayout... arguments) {
        return bind(
                name,
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MethodHandle exact = linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
        return uniform(exact);
    }

    /** The handle with six longs after the capture segment, and a long as its result. */
    private static MethodHandle uniform(MethodHandle exact) {
        Class<?>[] longs = new Class<?>[ARGUMENTS];
        Arrays.fill(longs, long.class);
        int taken = exact.type().parameterCount() - 1;
        MethodType widened = MethodType.methodType(long.class, Arrays.copyOf(longs, taken))
                .insertParameterTypes(0, MemorySegment.class);
        MethodHandle wide = MethodHandles.explicitCastArguments(exact, widened);
        return MethodHandles.dropArguments(wide, taken + 1, Arrays.copyOf(longs, ARGUMENTS - taken));
    }
}
