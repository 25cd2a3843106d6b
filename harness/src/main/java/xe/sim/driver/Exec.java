// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.ExecDefect.EXE_001_EXTENSIONS_IGNORED;
import static xe.sim.driver.ExecDefect.EXE_002_LAST_PAD_IGNORED;
import static xe.sim.driver.ExecDefect.EXE_003_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.ExecDefect.RBW_020_EXEC_ON_BANNED_QUEUE;
import static xe.sim.driver.ExecDefect.RBW_021_QUEUE_STATUS_NOT_TESTED;
import static xe.sim.driver.ExecDefect.RBW_025_EMPTY_EXEC_REACTIVATES;
import static xe.uapi.DrmXeSync.DRM_XE_MAX_SYNCS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import xe.sim.drm.DmaFence;
import xe.sim.gpu.GpuContext;
import xe.sim.gpu.GpuJob;
import xe.sim.os.KernelLog;
import xe.uapi.StructView;

/**
 * EXEC ({@code xe_exec_ioctl()}).
 */
final class Exec implements IoctlHandler {
    private static final int MAX_JOBS = 1000;

    @Override
    public long handle(XeFile file, StructView args) {
        if (nonZero(file.device(), args) || args.get("num_syncs") > DRM_XE_MAX_SYNCS) {
            return EINVAL.negated(); // EXE-001 to EXE-004
        }
        ExecQueue queue = file.queues().get(args.getInt("exec_queue_id"));
        if (queue == null) {
            return file.device().has(LifetimeDefect.LIF_004_EXEC_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        GpuContext context = queue.context();
        int batches = args.getInt("num_batch_buffer");
        if (context == null || (batches != 0 && batches != queue.width())) {
            return EINVAL.negated(); // EXE-006, EXE-007
        }
        if (queue.banned()) {
            if (file.device().has(RBW_020_EXEC_ON_BANNED_QUEUE)) {
                return 0;
            }
            if (!file.device().has(RBW_021_QUEUE_STATUS_NOT_TESTED)) {
                return ECANCELED.negated(); // EXE-008, RBW-021
            }
        }
        if (context.jobs() >= MAX_JOBS) {
            return EAGAIN.negated(); // EXE-009
        }
        SyncArray syncs = new SyncArray();
        long result = syncs.parse(file, queue.vm(), SyncArray.Caller.EXEC, args.get("syncs"), args.getInt("num_syncs"));
        if (result != 0) {
            return result; // EXE-010
        }
        List<Long> addresses = new ArrayList<>();
        result = readAddresses(file, args, batches, addresses);
        return result != 0 ? result : submit(queue, context, addresses, syncs);
    }

    private static boolean nonZero(XeDevice device, StructView args) {
        return (args.get("extensions") != 0 && !device.has(EXE_001_EXTENSIONS_IGNORED))
                || args.get("pad[0]") != 0
                || args.get("pad[1]") != 0
                || (args.get("pad[2]") != 0 && !device.has(EXE_002_LAST_PAD_IGNORED))
                || args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(EXE_003_SECOND_RESERVED_IGNORED));
    }

    private static long readAddresses(XeFile file, StructView args, int batches, List<Long> addresses) {
        long address = args.get("address");
        if (batches == 1) {
            addresses.add(address);
            return 0;
        }
        for (int i = 0; i < batches; i++) {
            Long batch = file.device().machine().memory().getLong(address + (long) i * Long.BYTES);
            if (batch == null) {
                return EFAULT.negated(); // EXE-011
            }
            addresses.add(batch);
        }
        return 0;
    }

    private static long submit(ExecQueue queue, GpuContext context, List<Long> addresses, SyncArray syncs) {
        XeVm vm = queue.vm();
        if (!vm.faultMode() && vm.mappings().needsRepin()) {
            long pinned = repin(vm);
            if (pinned != 0) {
                return pinned;
            }
        }
        Lock lock = vm.lock().readLock();
        lock.lock();
        try {
            if (addresses.isEmpty()) {
                return submitNothing(queue, vm, syncs);
            }
            if (vm.closedOrBanned()) {
                vm.device().printk(KernelLog.WARNING, "Trying to schedule after vm is closed or banned");
                return ECANCELED.negated(); // EXE-018, RBW-021
            }
            run(context, job(queue, addresses, syncs), syncs);
            vm.reactivateRebind(); // VMR-019
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private static long repin(XeVm vm) {
        vm.lock().writeLock().lock();
        try {
            long pinned = vm.mappings().repin();
            return pinned != 0 || vm.longRunning() ? pinned : vm.mappings().rebind();
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    /** EXE-012 to EXE-016: no batch, so only the sync objects of a VM that is not long-running count. */
    private static long submitNothing(ExecQueue queue, XeVm vm, SyncArray syncs) {
        if (!vm.longRunning()) {
            if (!syncs.waits().isEmpty()) {
                return EOPNOTSUPP.negated();
            }
            syncs.signalWith(queue.lastFence());
        } else if (vm.rebindDeactivated() && vm.device().has(RBW_025_EMPTY_EXEC_REACTIVATES)) {
            vm.reactivateRebind();
        }
        return 0;
    }

    /** A job whose last user fence counts (SYN-026). */
    private static GpuJob job(ExecQueue queue, List<Long> addresses, SyncArray syncs) {
        DmaFence fence = new DmaFence();
        syncs.signalWith(fence);
        if (!queue.vm().longRunning()) {
            queue.setLastFence(fence);
        }
        List<GpuJob.Store> stores = new ArrayList<>();
        if (!syncs.userFences().isEmpty()) {
            SyncArray.UserFenceEntry last = syncs.userFences().getLast();
            stores.add(new GpuJob.Store(last.address(), last.value()));
        }
        return new GpuJob(addresses, stores, error -> fence.signal());
    }

    /** Hands the job to the ring when what it waits for is done; on a context that was stopped it ends at once. */
    private static void run(GpuContext context, GpuJob job, SyncArray syncs) {
        DmaFence.whenAll(syncs.waits(), () -> {
            if (!context.submit(job)) {
                job.finished().accept(ECANCELED.number());
            }
        });
    }
}
