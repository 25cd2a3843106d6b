// SPDX-License-Identifier: MIT
package xe.trace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.kernel.Ioc;
import xe.kernel.Kernel;
import xe.kernel.SyscallResult;
import xe.uapi.DrmXeExec;
import xe.uapi.Ioctl;
import xe.uapi.XeUapi;

/**
 * Keeps each system call with the memory that it was given, so that {@link CProgram} can make it again. Safe for several threads.
 */
final class Recorder {
    /** More calls than this are no reproducer that anybody reads. */
    static final int CAPACITY = 400;

    private static final int MOST_BYTES = 4096;
    private static final int DEPTH = 3;

    /** One call: what it was given, what the kernel could see in memory before it, and what stood there afterwards. */
    static final class Call {
        private final String method;
        private final Object[] arguments;
        private final SyscallResult result;
        private final Map<Long, byte[]> memory;
        private final byte[] answer;

        private Call(String method, Object[] arguments, SyscallResult result, Map<Long, byte[]> memory, byte[] answer) {
            this.method = method;
            this.arguments = arguments;
            this.result = result;
            this.memory = memory;
            this.answer = answer;
        }

        String method() {
            return method;
        }

        /** As the method of {@link Kernel} has them. */
        Object argument(int index) {
            return arguments[index];
        }

        SyscallResult result() {
            return result;
        }

        /** By address. */
        Map<Long, byte[]> memory() {
            return memory;
        }

        /** What the kernel wrote; empty where nobody looked. */
        byte[] answer() {
            return answer;
        }

        /** The ioctl that it is, by its number; null for none that the suite knows. */
        @Nullable
        Ioctl ioctl() {
            return method.equals("ioctl") ? XeUapi.byRequest((int) arguments[1]).orElse(null) : null;
        }
    }

    private final ReadableMemory memory = new ReadableMemory();
    private final List<Call> calls = new ArrayList<>();
    private boolean full;

    /** Which memory it may read: whoever maps and unmaps says so here. */
    ReadableMemory memory() {
        return memory;
    }

    /** The calls so far; empty if there were too many. */
    synchronized List<Call> calls() {
        return full ? List.of() : List.copyOf(calls);
    }

    /** A kernel whose calls are kept. */
    Kernel around(Kernel kernel) {
        return (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    boolean kept = method.getReturnType() == SyscallResult.class && !full;
                    Map<Long, byte[]> seen = kept ? seen(method, arguments) : Map.of();
                    Object result = invoke(kernel, method, arguments);
                    if (kept) {
                        add(method, arguments, (SyscallResult) result, seen);
                    }
                    return result;
                });
    }

    private static Object invoke(Kernel kernel, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(kernel, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private synchronized void add(Method method, Object[] arguments, SyscallResult result, Map<Long, byte[]> seen) {
        if (calls.size() == CAPACITY) {
            full = true;
            calls.clear();
        }
        if (!full) {
            Object[] kept = arguments == null ? new Object[0] : arguments;
            calls.add(new Call(method.getName(), kept, result, seen, answer(method.getName(), kept, result)));
        }
    }

    private byte[] answer(String method, Object[] arguments, SyscallResult result) {
        return switch (method) {
            case "ioctl" -> {
                int request = (int) arguments[1];
                yield (Ioc.direction(request) & Ioc.READ) == 0
                        ? new byte[0]
                        : memory.copy((long) arguments[2], Ioc.size(request));
            }
            case "read", "pread64" ->
                result.failed() ? new byte[0] : memory.copy((long) arguments[1], Math.min(result.raw(), MOST_BYTES));
            case "pipe2" -> memory.copy((long) arguments[0], 2 * Integer.BYTES);
            case "socketpair" -> memory.copy((long) arguments[3], 2 * Integer.BYTES);
            default -> new byte[0];
        };
    }

    private Map<Long, byte[]> seen(Method method, Object[] arguments) {
        Map<Long, byte[]> seen = new LinkedHashMap<>();
        switch (method.getName()) {
            case "ioctl" -> ioctl((int) arguments[1], (long) arguments[2], seen);
            case "write" -> keep((long) arguments[1], (long) arguments[2], 0, seen);
            case "poll" -> keep((long) arguments[0], 8L * (int) arguments[1], 0, seen);
            case "epollCtl" -> keep((long) arguments[3], 12, 0, seen);
            case "readv", "writev", "preadv2" -> keep((long) arguments[1], 16L * (int) arguments[2], 1, seen);
            case "vmsplice" -> keep((long) arguments[1], 16 * (long) arguments[2], 1, seen);
            case "addKey" -> keep((long) arguments[2], (long) arguments[3], 0, seen);
            case "prlimit" -> keep((long) arguments[2], 16, 0, seen);
            case "mprotect" -> {
                if (((int) arguments[2] & Abi.PROT_WRITE) == 0) {
                    keep((long) arguments[0], (long) arguments[1], 0, seen);
                }
            }
            default -> {}
        }
        return seen;
    }

    private void ioctl(int request, long argument, Map<Long, byte[]> seen) {
        if (request == DrmXeExec.DRM_IOCTL_XE_EXEC.request()) {
            memory.all().forEach((start, length) -> keep(start, length, 0, seen));
        }
        if (Ioc.type(request) == 'W') {
            keep(argument, MOST_BYTES, DEPTH, seen);
        } else { // a request, which the kernel reads itself
            keepReadable(argument, memory.readable(argument, Ioc.size(request)), DEPTH, seen);
        }
    }

    /**
     * Keeps {@code length} bytes, and what they point to, as far as their pages are there: a look that makes the kernel map one can
     * make the driver bind again, and change what the check sees.
     */
    private void keep(long address, long length, int depth, Map<Long, byte[]> seen) {
        keepReadable(address, memory.resident(address, (int) Math.max(0, Math.min(length, MOST_BYTES))), depth, seen);
    }

    private void keepReadable(long address, int readable, int depth, Map<Long, byte[]> seen) {
        if (readable == 0 || seen.containsKey(address)) {
            return;
        }
        byte[] bytes = memory.copy(address, readable);
        seen.put(address, bytes);
        if (depth > 0) {
            var view = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.nativeOrder());
            for (int at = 0; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
                long pointer = view.getLong(at);
                if (pointer != 0) {
                    keep(pointer, MOST_BYTES, depth - 1, seen);
                }
            }
        }
    }
}
