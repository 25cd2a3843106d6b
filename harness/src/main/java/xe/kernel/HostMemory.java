// SPDX-License-Identifier: MIT
package xe.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * This process's own memory, reached through the host kernel, so that a bad address is an answer and no crash. {@link Scratch}
 * is reached without it, as it is always there.
 *
 * <p>What a model of the kernel needs for copy_from_user, copy_to_user and buffers that it shares with the process.
 */
public final class HostMemory {
    private static final int MFD_CLOEXEC = 1;
    private static final int PID = Math.toIntExact(ProcessHandle.current().pid());

    private static final int SMALL = 4096;

    /** Used again from call to call, as the next one is. */
    private static final ThreadLocal<MemorySegment> BOUNCE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SMALL));

    /** The two struct iovec of a call. */
    private static final ThreadLocal<MemorySegment> IOVS =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 4));

    private HostMemory() {}

    /**
     * Copies {@code to.byteSize()} bytes from {@code address}.
     *
     * @return the bytes copied, fewer if a later page cannot be read, or a negated errno: EFAULT if the first cannot
     * @throws IllegalStateException if the host forbids the call, as some sandboxes do
     */
    public static long read(long address, MemorySegment to) {
        MemorySegment there = Scratch.at(address, to.byteSize());
        if (there != null) {
            to.copyFrom(there);
            return to.byteSize();
        }
        if (to.isNative()) {
            return transfer(Downcalls.PROCESS_VM_READV, "process_vm_readv", address, to);
        }
        MemorySegment bounce = bounce(to.byteSize());
        long copied = transfer(Downcalls.PROCESS_VM_READV, "process_vm_readv", address, bounce);
        MemorySegment.copy(bounce, 0, to, 0, Math.max(0, copied));
        return copied;
    }

    /**
     * Copies {@code from} to {@code address}.
     *
     * @return the bytes copied, fewer if a later page cannot be written, or a negated errno: EFAULT if the first cannot
     * @throws IllegalStateException if the host forbids the call, as some sandboxes do
     */
    public static long write(long address, MemorySegment from) {
        MemorySegment there = Scratch.at(address, from.byteSize());
        if (there != null) {
            there.copyFrom(from);
            return from.byteSize();
        }
        if (from.isNative()) {
            return transfer(Downcalls.PROCESS_VM_WRITEV, "process_vm_writev", address, from);
        }
        MemorySegment bounce = bounce(from.byteSize()).copyFrom(from);
        return transfer(Downcalls.PROCESS_VM_WRITEV, "process_vm_writev", address, bounce);
    }

    /**
     * Creates zero-filled memory without a place in the file tree, to be mapped more than once.
     *
     * @param size in bytes
     * @return a descriptor of the host, close-on-exec, that the caller closes, or a negated errno
     */
    public static long memfd(String name, long size) {
        try (Arena arena = Arena.ofConfined()) {
            SyscallResult created = Downcalls.call(
                    Downcalls.MEMFD_CREATE, arena.allocateFrom(name).address(), MFD_CLOEXEC);
            if (created.failed()) {
                return created.raw();
            }
            SyscallResult sized = Downcalls.call(Downcalls.FTRUNCATE, created.raw(), size);
            if (sized.failed()) {
                Downcalls.call(Downcalls.CLOSE, created.raw()).ignore();
                return sized.raw();
            }
            return created.raw();
        }
    }

    /** What a heap segment is copied through, as that has no address. */
    private static MemorySegment bounce(long size) {
        return size <= SMALL ? BOUNCE.get().asSlice(0, size) : Arena.ofAuto().allocate(size);
    }

    private static long transfer(MethodHandle function, String call, long address, MemorySegment local) {
        if (local.byteSize() == 0) {
            return 0;
        }
        MemorySegment iovs = IOVS.get();
        iovs.setAtIndex(ValueLayout.JAVA_LONG, 0, local.address());
        iovs.setAtIndex(ValueLayout.JAVA_LONG, 1, local.byteSize());
        iovs.setAtIndex(ValueLayout.JAVA_LONG, 2, address);
        iovs.setAtIndex(ValueLayout.JAVA_LONG, 3, local.byteSize());
        SyscallResult result = Downcalls.call(function, PID, iovs.address(), 1, iovs.address() + 16, 1, 0);
        return switch (result.errno()) {
            case EPERM, ENOSYS, EACCES, ESRCH ->
                throw new IllegalStateException(call + " on this process gives " + result
                        + ": the sandbox forbids it, but the simulator needs it to reach user memory");
            default -> result.raw();
        };
    }
}
