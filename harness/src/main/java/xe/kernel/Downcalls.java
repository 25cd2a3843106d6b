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

/**
 * Bindings of libc functions, which are all of one shape to the linker: six longs in, a long out, errno captured. A shape of its
 * own costs each of them 10 ms when it is linked.
 *
 * <p>It is a shape that the C functions accept on 64-bit Linux, where integers and pointers are passed in the same registers: a callee
 * reads the lower half where it takes an int, and nothing where it takes no more arguments; open, fcntl, ioctl and syscall
 * find theirs where they would find named ones, and the number of vector registers on x86-64, which the linker sets for variadic
 * functions. Pointers are plain longs, so that no address is refused before the kernel sees it.
 */
final class Downcalls {
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor SIX_LONGS = FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG);

    static final MethodHandle OPEN = function("open", int.class);
    static final MethodHandle CLOSE = function("close", int.class);
    static final MethodHandle DUP = function("dup", int.class);
    static final MethodHandle DUP3 = function("dup3", int.class);
    static final MethodHandle FCNTL = function("fcntl", int.class);
    static final MethodHandle IOCTL = function("ioctl", int.class);
    static final MethodHandle PIPE2 = function("pipe2", int.class);
    static final MethodHandle READ = function("read", long.class);
    static final MethodHandle PREAD64 = function("pread64", long.class);
    static final MethodHandle READV = function("readv", long.class);
    static final MethodHandle PREADV2 = function("preadv2", long.class);
    static final MethodHandle WRITE = function("write", long.class);
    static final MethodHandle WRITEV = function("writev", long.class);
    static final MethodHandle LSEEK = function("lseek", long.class);
    static final MethodHandle GETDENTS64 = function("getdents64", long.class);
    static final MethodHandle READLINK = function("readlink", long.class);
    static final MethodHandle POLL = function("poll", int.class);
    static final MethodHandle EPOLL_CREATE1 = function("epoll_create1", int.class);
    static final MethodHandle EPOLL_CTL = function("epoll_ctl", int.class);
    static final MethodHandle EPOLL_WAIT = function("epoll_wait", int.class);
    static final MethodHandle EVENTFD = function("eventfd", int.class);
    static final MethodHandle SOCKETPAIR = function("socketpair", int.class);
    static final MethodHandle SPLICE = function("splice", long.class);
    static final MethodHandle TEE = function("tee", long.class);
    static final MethodHandle VMSPLICE = function("vmsplice", long.class);
    static final MethodHandle SENDFILE = function("sendfile", long.class);
    static final MethodHandle MMAP = function("mmap", long.class);
    static final MethodHandle MUNMAP = function("munmap", int.class);
    static final MethodHandle MPROTECT = function("mprotect", int.class);
    static final MethodHandle MINCORE = function("mincore", int.class);
    static final MethodHandle PRLIMIT = function("prlimit", int.class);
    static final MethodHandle GETEUID = function("geteuid", int.class);
    static final MethodHandle MEMFD_CREATE = function("memfd_create", int.class);
    static final MethodHandle FTRUNCATE = function("ftruncate", int.class);
    static final MethodHandle PROCESS_VM_READV = function("process_vm_readv", long.class);
    static final MethodHandle PROCESS_VM_WRITEV = function("process_vm_writev", long.class);
    /** For the calls that libc does not wrap: the number and up to five arguments. */
    static final MethodHandle SYSCALL = function("syscall", long.class);

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

    /** Calls one of the functions above. */
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

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, Class<?> result) {
        Linker linker = Linker.nativeLinker();
        MethodHandle wide = linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                SIX_LONGS,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
        MethodType type = wide.type();
        // What is in the upper half of the register that an int is returned in, nobody says.
        return MethodHandles.explicitCastArguments(
                MethodHandles.explicitCastArguments(wide, type.changeReturnType(result)), type);
    }
}
