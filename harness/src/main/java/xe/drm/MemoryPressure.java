// SPDX-License-Identifier: MIT
package xe.drm;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import xe.kernel.Wait;
import xe.uapi.DrmPrimeHandle;
import xe.uapi.DrmXeDeviceQuery;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.watch.Fd;

/**
 * Uses up the memory that a device's buffers and contexts are in: its own, or as much of the system's as an integrated one may have. Nobody
 * touches what it takes: VRAM goes to buffers of the VM, system memory to imported ones that share their pages ({@link Udmabuf}).
 *
 * <p>Closing it destroys the VMs that were filled, and waits until the memory is free again.
 */
public final class MemoryPressure implements AutoCloseable {
    /** Small buffers of a check that have to fit a page of any memory. */
    public static final long UNIT = 65536;

    private static final long FIRST_ADDRESS = 0x2_0000_0000L;
    private static final int PARTS = 16;
    private static final long HUGE_PAGE = 2 << 20;
    /** What queues and page tables of the check itself may still hold when the rest is free. */
    private static final long SLACK = 8 * UNIT;

    private final DrmFile file;
    private final int region;
    private final long freeBefore;
    private final @Nullable Udmabuf shared;
    private final List<Vm> filled = new ArrayList<>();
    private final List<Bo> buffers = new ArrayList<>();
    private long nextAddress = FIRST_ADDRESS;

    private MemoryPressure(DrmFile file) {
        this.file = file;
        this.region = file.device().facts().discrete() ? 1 : 0;
        this.freeBefore = free();
        this.shared = region == 0 ? Udmabuf.open(file.kernel()) : null;
    }

    /** @param file by which it asks how much is in use; any VM can be filled */
    public static MemoryPressure on(DrmFile file) {
        return new MemoryPressure(file);
    }

    /** Bytes that nothing holds. */
    public long free() {
        return total() - memory("used");
    }

    private long total() {
        return memory("total_size");
    }

    private long memory(String field) {
        ByteBuffer regions = DeviceFacts.query(file, DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_MEM_REGIONS);
        return DeviceFacts.region(regions, region).get(field);
    }

    /** Maps buffers in the VM until the device has only {@code left} bytes for anybody else; the VM can let none of them go. */
    public void fill(Vm vm, long left) {
        filled.add(vm);
        long step = file.device().facts().minAlignment();
        long room = free() - left;
        while (room >= step) {
            long size = Math.min(room, largest()) / step * step;
            Bo part = shared == null ? deferredFor(vm, size) : imported(vm.file(), shared, size);
            tryBind(vm, part).orThrow();
            room = free() - left;
        }
    }

    private long largest() {
        return shared == null ? total() / PARTS / HUGE_PAGE * HUGE_PAGE : Udmabuf.LARGEST;
    }

    /** A buffer that takes its memory when it is bound: VM_BIND says whether there is any, GEM_CREATE would make some. */
    public Bo deferredFor(Vm vm, long size) {
        Bo bo = vm.file()
                .createBo(
                        size,
                        request -> here(request)
                                .set("vm_id", vm.id())
                                .set("flags", DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING));
        buffers.add(bo);
        return bo;
    }

    private Bo imported(DrmFile owner, Udmabuf source, long size) {
        try (Fd dmaBuf = source.allocate(size)) {
            Outcome imported = owner.ioctl(
                    DrmPrimeHandle.DRM_IOCTL_PRIME_FD_TO_HANDLE, request -> request.set("fd", dmaBuf.number()));
            imported.orThrow();
            Bo bo = owner.bo(imported.answer().getInt("handle"), size);
            buffers.add(bo);
            return bo;
        }
    }

    /** Maps a page of the buffer at a free address: enough for the whole buffer to have to be there. */
    public Outcome tryBind(Vm vm, Bo bo) {
        long bytes = file.device().facts().minAlignment();
        long address = nextAddress;
        nextAddress += bytes;
        return vm.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP)
                .set("bind.obj", bo.handle())
                .set("bind.range", bytes)
                .set("bind.addr", address));
    }

    /** A new buffer of the VM in this memory, for which others may have to go. */
    @CanIgnoreReturnValue
    public Bo allocateFor(Vm vm, long sizeBytes) {
        return allocate(vm.file(), sizeBytes, request -> request.set("vm_id", vm.id()));
    }

    /** A new buffer in this memory that any VM may map. */
    @CanIgnoreReturnValue
    public Bo allocate(DrmFile owner, long sizeBytes) {
        return allocate(owner, sizeBytes, request -> {});
    }

    private Bo allocate(DrmFile owner, long sizeBytes, Consumer<StructView> change) {
        Bo bo = owner.createBo(sizeBytes, request -> change.accept(here(request)));
        buffers.add(bo);
        return bo;
    }

    /** Closes the buffer that was made last. */
    public void freeLast() {
        buffers.removeLast().close();
    }

    private StructView here(StructView request) {
        int caching = region == 0 ? DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WB : DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC;
        return request.set("placement", 1 << region).set("cpu_caching", caching);
    }

    /** Waits until that many bytes are free: what was closed may be freed later. Whether they came in time. */
    @CanIgnoreReturnValue
    public boolean awaitFree(long bytes) {
        Wait wait = file.device().deadline().begin("memory to be freed");
        while (free() < bytes) {
            if (!wait.goesOn()) {
                return false;
            }
            wait.pause();
        }
        return true;
    }

    /** Waits until the buffer of {@link #fill} would fit again that is the first to be evicted; whether it does in time. */
    public boolean awaitRoom() {
        return awaitFree(largest());
    }

    @Override
    public void close() {
        filled.stream()
                .filter(vm -> !vm.file().isClosed())
                .forEach(vm -> vm.tryDestroy().ignore());
        buffers.stream()
                .filter(bo -> !bo.file().isClosed())
                .forEach(bo -> bo.file().tryCloseHandle(bo.handle()).ignore());
        if (shared != null) {
            shared.close();
        }
        awaitFree(freeBefore - SLACK);
    }
}
