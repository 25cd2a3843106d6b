// SPDX-License-Identifier: MIT
package xe.sim;

import java.util.function.Consumer;
import xe.kernel.Kernel;
import xe.kernel.KernelInfo;
import xe.kernel.SyscallResult;
import xe.sim.driver.XeIoctls;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.observation.Observation;
import xe.sim.driver.profile.Profile;
import xe.sim.os.Defect;
import xe.sim.os.Defects;
import xe.sim.os.FileTree;
import xe.sim.os.Machine;
import xe.sim.pipe.Keys;
import xe.sim.pipe.Pipes;

/**
 * A machine with an Intel GPU, as its processes see it: a model of the kernel behind the system calls.
 *
 * <p>Each machine is on its own; booting one is cheap. Closing it ends its threads and frees its buffers; memory that was
 * mapped anonymously stays with those who mapped it.
 */
public final class SimKernel implements Kernel, AutoCloseable {
    private static final int TYPES_WITH_SERIES = 3;
    private static final int TYPES_STOCK = 2;
    private static final int UNPRIVILEGED_USER = 1000;

    private final SimConfig config;
    private final Machine machine;
    private final Pipes pipes;
    private final Keys keys;
    private final OpenCalls openCalls;
    private final FileCalls fileCalls;
    private final SpliceCalls spliceCalls;
    private final ControlCalls controlCalls;
    private final PollCalls pollCalls;
    private final MemoryCalls memoryCalls;
    private final CapabilityCalls capabilityCalls;
    private final XeDevice device;

    private SimKernel(SimConfig config, Consumer<Defect> asked) {
        this.config = config;
        this.machine = Machine.boot(new Defects(config.defects(), asked), config.root());
        FileTree tree = RootTree.build(machine, config);
        this.pipes = new Pipes(machine, config.watchQueues(), config.series() ? TYPES_WITH_SERIES : TYPES_STOCK);
        this.keys = new Keys(machine, config.keyNotifications());
        this.openCalls = new OpenCalls(machine, tree);
        this.fileCalls = new FileCalls(machine);
        this.spliceCalls = new SpliceCalls(machine, fileCalls);
        this.controlCalls = new ControlCalls(machine);
        this.pollCalls = new PollCalls(machine);
        this.memoryCalls = new MemoryCalls(machine);
        this.capabilityCalls = new CapabilityCalls(machine);
        XeDevice.Options options =
                new XeDevice.Options(config.series(), config.debugfs(), config.faultInjection(), config.rebindFault());
        this.device = new XeDevice(machine, tree, Profile.byName(config.profile()), options);
        XeIoctls.register(device);
        Observation.register(device, tree);
    }

    /** @throws IllegalArgumentException if the profile is unknown */
    public static SimKernel boot(SimConfig config) {
        return boot(config, defect -> {});
    }

    /** As {@link #boot(SimConfig)}; tells {@code asked} of each defect that the model looks for. */
    public static SimKernel boot(SimConfig config, Consumer<Defect> asked) {
        return new SimKernel(config, asked);
    }

    /** Ends the process and takes the device away. */
    @Override
    public void close() {
        machine.mappings().close();
        machine.files().close();
        device.close();
    }

    @Override
    public KernelInfo info() {
        return config.info();
    }

    @Override
    public SyscallResult open(String path, int flags, int mode) {
        return result(openCalls.open(path, flags));
    }

    @Override
    public SyscallResult close(int fd) {
        return result(machine.files().close(fd));
    }

    @Override
    public SyscallResult dup(int fd) {
        return result(machine.files().dup(fd, 0, false));
    }

    @Override
    public SyscallResult dup3(int fd, int newFd, int flags) {
        return result(machine.files().dup3(fd, newFd, flags));
    }

    @Override
    public SyscallResult fcntl(int fd, int command, long argument) {
        return result(controlCalls.fcntl(fd, command, argument));
    }

    @Override
    public SyscallResult ioctl(int fd, int request, long argument) {
        return result(controlCalls.ioctl(fd, request, argument));
    }

    @Override
    public SyscallResult pipe2(long fds, int flags) {
        return result(pipes.pipe2(fds, flags));
    }

    @Override
    public SyscallResult read(int fd, long buffer, long count) {
        return result(fileCalls.read(fd, buffer, count));
    }

    @Override
    public SyscallResult pread64(int fd, long buffer, long count, long offset) {
        return result(fileCalls.pread(fd, buffer, count, offset));
    }

    @Override
    public SyscallResult readv(int fd, long iov, int count) {
        return result(fileCalls.readv(fd, iov, count, 0));
    }

    @Override
    public SyscallResult preadv2(int fd, long iov, int count, long offset, int flags) {
        return result(offset == -1 ? fileCalls.readv(fd, iov, count, flags) : fileCalls.preadv(fd, iov, count, offset));
    }

    @Override
    public SyscallResult write(int fd, long buffer, long count) {
        return result(fileCalls.write(fd, buffer, count));
    }

    @Override
    public SyscallResult writev(int fd, long iov, int count) {
        return result(fileCalls.writev(fd, iov, count));
    }

    @Override
    public SyscallResult lseek(int fd, long offset, int whence) {
        return result(fileCalls.on(fd, file -> file.seek(offset, whence)));
    }

    @Override
    public SyscallResult getdents64(int fd, long buffer, long size) {
        return result(fileCalls.on(fd, file -> file.getdents64(buffer, size)));
    }

    @Override
    public SyscallResult readlink(String path, long buffer, long size) {
        return result(openCalls.readlink(path, buffer, size));
    }

    @Override
    public SyscallResult poll(long fds, int count, int timeoutMs) {
        return result(pollCalls.poll(fds, count, timeoutMs));
    }

    @Override
    public SyscallResult epollCreate1(int flags) {
        return result(pollCalls.epollCreate(flags));
    }

    @Override
    public SyscallResult epollCtl(int epollFd, int operation, int fd, long event) {
        return result(pollCalls.epollControl(epollFd, operation, fd, event));
    }

    @Override
    public SyscallResult epollWait(int epollFd, long events, int maxEvents, int timeoutMs) {
        return result(pollCalls.epollWait(epollFd, events, maxEvents, timeoutMs));
    }

    @Override
    public SyscallResult eventfd2(int initial, int flags) {
        return result(openCalls.eventfd(initial, flags));
    }

    @Override
    public SyscallResult memfdCreate(String name, int flags) {
        return result(openCalls.memfd(name, flags));
    }

    @Override
    public SyscallResult socketpair(int domain, int type, int protocol, long fds) {
        return result(openCalls.socketpair(domain, type, protocol, fds));
    }

    @Override
    public SyscallResult splice(int in, long offsetIn, int out, long offsetOut, long length, int flags) {
        return result(spliceCalls.splice(in, offsetIn, out, offsetOut, length, flags));
    }

    @Override
    public SyscallResult tee(int in, int out, long length, int flags) {
        return result(spliceCalls.tee(in, out, length, flags));
    }

    @Override
    public SyscallResult vmsplice(int fd, long iov, long segments, int flags) {
        return result(spliceCalls.vmsplice(fd, iov, segments, flags));
    }

    @Override
    public SyscallResult sendfile(int out, int in, long offset, long count) {
        return result(spliceCalls.sendfile(out, in, offset, count));
    }

    @Override
    public SyscallResult mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return result(memoryCalls.mmap(address, length, protection, flags, fd, offset));
    }

    @Override
    public SyscallResult munmap(long address, long length) {
        return result(machine.mappings().munmap(address, length));
    }

    @Override
    public SyscallResult mprotect(long address, long length, int protection) {
        return result(machine.mappings().mprotect(address, length, protection));
    }

    @Override
    public SyscallResult prlimit(int pid, int resource, long newLimit, long oldLimit) {
        return result(memoryCalls.prlimit(pid, resource, newLimit, oldLimit));
    }

    @Override
    public SyscallResult clockGettime(int clock, long timespec) {
        return result(memoryCalls.clockGettime(clock, timespec));
    }

    @Override
    public SyscallResult keyctl(int operation, long arg2, long arg3, long arg4, long arg5) {
        return result(keys.control(operation, arg2, arg3, arg4));
    }

    @Override
    public SyscallResult addKey(String type, String description, long payload, long length, int keyring) {
        return result(keys.addKey(type, description, payload, length, keyring));
    }

    @Override
    public SyscallResult geteuid() {
        return result(config.root() ? 0 : UNPRIVILEGED_USER);
    }

    @Override
    public SyscallResult capget(long header, long data) {
        return result(capabilityCalls.capget(header, data));
    }

    @Override
    public SyscallResult capset(long header, long data) {
        return result(capabilityCalls.capset(header, data));
    }

    private static SyscallResult result(long raw) {
        return new SyscallResult(raw);
    }
}
