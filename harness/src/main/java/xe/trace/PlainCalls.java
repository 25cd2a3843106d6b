// SPDX-License-Identifier: MIT
package xe.trace;

import static xe.trace.CallText.call;
import static xe.trace.CallText.hex;
import static xe.trace.CallText.quote;

import java.util.function.Supplier;
import xe.kernel.Kernel;
import xe.kernel.KernelInfo;
import xe.kernel.SyscallResult;

/**
 * The system calls that leave a line in the trace and nothing else: they open, close and map nothing.
 */
abstract sealed class PlainCalls implements Kernel permits TracingKernel {
    private final Kernel kernel;
    private final Trace trace = new Trace();

    PlainCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    final Kernel kernel() {
        return kernel;
    }

    /** The calls so far. */
    public final Trace trace() {
        return trace;
    }

    final SyscallResult done(Supplier<String> call, SyscallResult result) {
        trace.add(call, result);
        return result;
    }

    @Override
    public KernelInfo info() {
        return kernel.info();
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
