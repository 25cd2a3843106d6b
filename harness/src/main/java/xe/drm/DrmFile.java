// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.uapi.DrmXeGemCreate.DRM_IOCTL_XE_GEM_CREATE;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;
import static xe.uapi.DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import xe.kernel.Ioc;
import xe.kernel.Kernel;
import xe.kernel.Scratch;
import xe.kernel.SyscallResult;
import xe.uapi.DrmGemClose;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.Ioctl;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.watch.NotificationPipe;

/**
 * An open DRM file of the node under test. Closing it ends its VMs, queues and buffers. Whoever opened it closes it.
 *
 * <p>Safe for several threads.
 */
public final class DrmFile implements AutoCloseable {
    private final Device device;
    private final int fd;
    private boolean closed;

    DrmFile(Device device, int fd) {
        this.device = device;
        this.fd = fd;
    }

    public Device device() {
        return device;
    }

    public Kernel kernel() {
        return device.kernel();
    }

    public int fd() {
        return fd;
    }

    /** Any ioctl with its own request number; {@code fill} sets the fields of a zeroed struct. */
    public Outcome ioctl(Ioctl ioctl, Consumer<StructView> fill) {
        return ioctlAs(ioctl, ioctl.request(), fill);
    }

    /**
     * An ioctl with another size or direction in its request number.
     *
     * <p>The kernel gets memory of exactly the size in {@code request}; {@code fill} sees at least the whole struct, and bytes past
     * the struct through {@link StructView#segment()}.
     */
    public Outcome ioctlAs(Ioctl ioctl, int request, Consumer<StructView> fill) {
        int size = Ioc.size(request);
        byte[] whole = new byte[Math.max(size, ioctl.struct().size())];
        fill.accept(new StructView(ioctl.struct(), MemorySegment.ofArray(whole)));
        byte[] answer = whole.clone();
        SyscallResult result;
        try (Scratch sent = Scratch.borrow(size)) {
            MemorySegment.copy(whole, 0, sent.segment(), ValueLayout.JAVA_BYTE, 0, size);
            result = kernel().ioctl(fd, request, sent.address());
            MemorySegment.copy(sent.segment(), ValueLayout.JAVA_BYTE, 0, answer, 0, size);
        }
        return Outcome.of(ioctl, request, result, whole, answer);
    }

    /** An ioctl with a plain number and argument, for unknown commands and bad pointers. */
    public Outcome tryIoctl(int request, long argument) {
        return Outcome.of(
                "ioctl(0x" + Integer.toHexString(request) + ", "
                        + (argument == 0 ? "NULL" : "0x" + Long.toHexString(argument)) + ")",
                kernel().ioctl(fd, request, argument));
    }

    /** An ioctl on an address that the caller chose: unmapped, read-only, or at the end of a page. */
    public Outcome tryIoctlAt(Ioctl ioctl, long address) {
        return Outcome.of(
                ioctl.shortName() + "(0x" + Long.toHexString(address) + ")",
                kernel().ioctl(fd, ioctl.request(), address));
    }

    /** @param flags {@link VmFlags} */
    @CanIgnoreReturnValue
    public Vm createVm(int flags) {
        Outcome created = tryCreateVm(flags);
        created.orThrow();
        return new Vm(this, created.answer().getInt("vm_id"), flags);
    }

    /** VM_CREATE; the new id is in {@code answer().getInt("vm_id")}. */
    public Outcome tryCreateVm(int flags) {
        return tryCreateVm(flags, request -> {});
    }

    public Outcome tryCreateVm(int flags, Consumer<StructView> change) {
        return ioctl(DRM_IOCTL_XE_VM_CREATE, request -> change.accept(request.set("flags", flags)));
    }

    /** The VM of this id, which need not exist: for calls on ids that are made up or gone. */
    public Vm vm(int id) {
        return new Vm(this, id, 0);
    }

    /** The queue of this id, which need not exist. */
    public ExecQueue queue(Vm vm, int id) {
        return new ExecQueue(vm, id);
    }

    /** Subscribes {@code pipe} to the events of this file; records carry {@code watchId}, 0 to 255. */
    public void watch(NotificationPipe pipe, int watchId) {
        tryWatch(pipe, watchId).orThrow();
    }

    public Outcome tryWatch(NotificationPipe pipe, int watchId) {
        return tryWatch(pipe, watchId, request -> {});
    }

    /** WATCH_QUEUE by the pipe's read end, with fields changed. */
    public Outcome tryWatch(NotificationPipe pipe, int watchId, Consumer<StructView> change) {
        return ioctl(
                DRM_IOCTL_XE_WATCH_QUEUE,
                request -> change.accept(request.set("fd", pipe.readFd()).set("watch_id", watchId)));
    }

    /** WATCH_QUEUE on any descriptor. */
    public Outcome tryWatchFd(int watchedFd, int watchId) {
        return ioctl(DRM_IOCTL_XE_WATCH_QUEUE, request -> {
            request.set("fd", watchedFd).set("watch_id", watchId);
        });
    }

    /** A buffer in system memory that any VM may map, cached as {@link Device#patIndex} has it. */
    @CanIgnoreReturnValue
    public Bo createBo(long sizeBytes) {
        return createBo(sizeBytes, request -> {});
    }

    /** {@link #createBo(long)} with fields changed. */
    public Bo createBo(long sizeBytes, Consumer<StructView> change) {
        Outcome created = tryCreateBo(sizeBytes, change);
        created.orThrow();
        return new Bo(this, created.answer().getInt("handle"), sizeBytes);
    }

    /** The buffer of this handle, which need not exist. */
    public Bo bo(int handle, long sizeBytes) {
        return new Bo(this, handle, sizeBytes);
    }

    /** GEM_CREATE in system memory with write-back caching, with fields changed. */
    public Outcome tryCreateBo(long sizeBytes, Consumer<StructView> change) {
        return ioctl(
                DRM_IOCTL_XE_GEM_CREATE,
                request -> change.accept(request.set("size", sizeBytes)
                        .set("placement", 1)
                        .set("cpu_caching", DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB)));
    }

    /** GEM_CLOSE. */
    public Outcome tryCloseHandle(int handle) {
        return ioctl(DrmGemClose.DRM_IOCTL_GEM_CLOSE, request -> request.set("handle", handle));
    }

    /** Another descriptor of the same open file. */
    public DrmFile dup() {
        return new DrmFile(device, kernel().dup(fd).intOrThrow("dup of the DRM file"));
    }

    /** close(2) as the call under test; {@link #close} does nothing afterwards. */
    public Outcome tryClose() {
        closed = true;
        return Outcome.of("close(" + fd + ")", kernel().close(fd));
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            tryClose().orThrow();
        }
    }
}
