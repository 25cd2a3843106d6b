// SPDX-License-Identifier: MIT
package xe.sim.driver;

import java.util.concurrent.atomic.AtomicInteger;
import xe.sim.drm.DrmFile;
import xe.sim.drm.DrmNode;
import xe.sim.drm.IdTable;

/**
 * An open node of an xe device ({@code struct xe_file}): its VMs and queues.
 *
 * <p>It outlives its last descriptor while VMs and queues that are still being taken apart hold it (WQ-041). A mapped
 * buffer holds the open file itself, by {@link #get}.
 */
public final class XeFile extends DrmFile {
    private final XeDevice device;
    private final IdTable<XeVm> vms = new IdTable<>();
    private final IdTable<ExecQueue> queues = new IdTable<>();
    private final AtomicInteger holders = new AtomicInteger(1);

    XeFile(XeDevice device, DrmNode node, int flags) {
        super(device, node, flags);
        this.device = device;
    }

    @Override
    public XeDevice device() {
        return device;
    }

    /** VMs by id. The table owns one reference to each. */
    public IdTable<XeVm> vms() {
        return vms;
    }

    /** Exec queues by id, engine and bind queues alike. The table owns one reference to each. */
    public IdTable<ExecQueue> queues() {
        return queues;
    }

    /** Keeps the driver's file alive: {@code xe_file_get()}. */
    void hold() {
        holders.incrementAndGet();
    }

    /** {@code xe_file_put()}. */
    void drop() {
        if (holders.decrementAndGet() == 0) {
            destroy();
        }
    }

    @Override
    public long ioctl(int request, long argument) {
        long gate = device.gate();
        return gate != 0 ? gate : super.ioctl(request, argument);
    }

    /** The last descriptor and mapping is gone: {@code xe_file_close()}. */
    @Override
    protected void release() {
        super.release();
        for (ExecQueue queue : queues.removeAll()) {
            queue.kill();
            queue.drop();
        }
        for (XeVm vm : vms.removeAll()) {
            vm.close();
            vm.drop();
        }
        drop();
    }

    private void destroy() {}
}
