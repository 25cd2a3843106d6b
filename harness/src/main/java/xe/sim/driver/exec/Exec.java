// SPDX-License-Identifier: MIT
package xe.sim.driver.exec;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.uapi.DrmXeSync.DRM_XE_MAX_SYNCS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.ExhaustionDefect;
import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.LifetimeDefect;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.sync.SyncArray;
import xe.sim.driver.sync.SyncDefect;
import xe.sim.drm.DmaFence;
import xe.sim.gpu.GpuContext;
import xe.sim.gpu.GpuJob;
import xe.sim.os.KernelLog;
import xe.uapi.StructView;

/**
 * EXEC ({@code xe_exec_ioctl()}).
 */
public final class Exec implements IoctlHandler {
    private static final int MAX_JOBS = 1000;

    @Override
    public long handle(XeFile file, StructView args) {
        XeDevice device = file.device();
        boolean limited =
                !device.has(ExecDefect.EXE_004_SYNCS_NOT_LIMITED) && !device.has(SyncDefect.SYN_001_EXEC_LIMIT_IGNORED);
        if (nonZero(device, args) || (args.get("num_syncs") > DRM_XE_MAX_SYNCS && limited)) {
            return EINVAL.negated(); // EXE-001 to EXE-004
        }
        ExecQueue queue = file.queues().get(args.getInt("exec_queue_id"));
        if (queue == null) {
            boolean invalid = device.has(ExecDefect.EXE_005_UNKNOWN_QUEUE_EINVAL)
                    || device.has(LifetimeDefect.LIF_004_EXEC_EINVAL);
            return invalid ? EINVAL.negated() : ENOENT.negated();
        }
        GpuContext context = queue.context();
        if (context == null) {
            return device.has(ExecDefect.EXE_006_BIND_QUEUE_ENOENT) ? ENOENT.negated() : EINVAL.negated();
        }
        int batches = args.getInt("num_batch_buffer");
        if (batches != 0 && batches != queue.width() && !device.has(ExecDefect.EXE_007_WIDTH_IGNORED)) {
            return EINVAL.negated();
        }
        if (queue.banned()) {
            if (file.device().has(ExecDefect.RBW_020_EXEC_ON_BANNED_QUEUE)) {
                return 0;
            }
            if (!file.device().has(ExecDefect.RBW_021_QUEUE_STATUS_NOT_TESTED)) {
                return device.has(ExecDefect.EXE_008_BANNED_QUEUE_EIO) ? EIO.negated() : ECANCELED.negated();
            }
        }
        if (context.jobs() >= MAX_JOBS && !device.has(ExecDefect.EXE_009_JOBS_NOT_LIMITED)) {
            return EAGAIN.negated();
        }
        SyncArray syncs = new SyncArray();
        long result = syncs.parse(file, queue.vm(), SyncArray.Caller.EXEC, args.get("syncs"), args.getInt("num_syncs"));
        if (result != 0) {
            return device.has(ExecDefect.EXE_010_SYNC_ERROR_IS_EFAULT) ? EFAULT.negated() : result;
        }
        boolean nothing = batches == 0 && args.get("num_syncs") == 0;
        if (nothing && device.has(ExecDefect.EXE_012_EMPTY_EXEC_REFUSED)) {
            return EINVAL.negated();
        }
        List<Long> addresses = new ArrayList<>();
        result = readAddresses(file, args, batches, addresses);
        return result != 0 ? result : submit(queue, context, addresses, syncs);
    }

    private static boolean nonZero(XeDevice device, StructView args) {
        return (args.get("extensions") != 0 && !device.has(ExecDefect.EXE_001_EXTENSIONS_IGNORED))
                || args.get("pad[0]") != 0
                || args.get("pad[1]") != 0
                || (args.get("pad[2]") != 0 && !device.has(ExecDefect.EXE_002_LAST_PAD_IGNORED))
                || args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(ExecDefect.EXE_003_SECOND_RESERVED_IGNORED));
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
                boolean invalid = file.device().has(ExecDefect.EXE_011_UNREADABLE_ADDRESSES_EINVAL);
                return invalid ? EINVAL.negated() : EFAULT.negated();
            }
            addresses.add(batch);
        }
        return 0;
    }

    private static long submit(ExecQueue queue, GpuContext context, List<Long> addresses, SyncArray syncs) {
        XeVm vm = queue.vm();
        boolean elsewhere = !vm.longRunning()
                && vm.mappings().anyEvicted()
                && !vm.device().has(ExhaustionDefect.RBW_049_EXEC_BRINGS_NOTHING_BACK);
        if (!vm.faultMode() && (vm.userptrs().needsRepin() || elsewhere)) {
            long pinned = repin(vm);
            if (pinned != 0) {
                return pinned;
            }
        }
        Lock lock = vm.lock().readLock();
        lock.lock();
        try {
            boolean closed = vm.closed() && vm.device().has(ExecDefect.EXE_019_DESTROYED_VM_EMPTY_EXEC);
            if (addresses.isEmpty() && !closed) {
                return submitNothing(queue, vm, syncs);
            }
            if (vm.banned() || (vm.closed() && !vm.device().has(ExecDefect.EXE_018_DESTROYED_VM_RUNS))) {
                vm.device().log().printk(KernelLog.WARNING, "Trying to schedule after vm is closed or banned");
                return ECANCELED.negated(); // EXE-018, RBW-021
            }
            run(context, job(queue, addresses, syncs), syncs);
            vm.rebindWorker().reactivate(queue); // VMR-019
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private static long repin(XeVm vm) {
        vm.lock().writeLock().lock();
        try {
            boolean fails = vm.device().has(ExecDefect.EXE_020_VANISHED_USERPTR_FAILS);
            long pinned = fails ? EFAULT.negated() : vm.userptrs().repin();
            return pinned != 0 || vm.longRunning() ? pinned : vm.revalidate();
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    /** EXE-012 to EXE-016: no batch, so only the sync objects of a VM that is not long-running count. */
    private static long submitNothing(ExecQueue queue, XeVm vm, SyncArray syncs) {
        XeDevice device = vm.device();
        boolean judged = !vm.longRunning() || device.has(ExecDefect.EXE_016_LONG_RUNNING_EMPTY_EXEC_JUDGED);
        if (judged && !syncs.waits().isEmpty() && !device.has(ExecDefect.EXE_014_EMPTY_EXEC_WAITS)) {
            return EOPNOTSUPP.negated();
        }
        if (device.has(ExecDefect.EXE_015_EMPTY_EXEC_WRITES_USER_FENCE)) {
            syncs.userFences().forEach(entry -> device.machine().memory().putLong(entry.address(), entry.value()));
        }
        if (!vm.longRunning() && !device.has(ExecDefect.EXE_013_EMPTY_EXEC_SIGNALS_NOTHING)) {
            syncs.signalWith(queue.lastFence());
        } else if (vm.rebindWorker().deactivated() && device.has(ExecDefect.RBW_025_EMPTY_EXEC_REACTIVATES)) {
            vm.rebindWorker().reactivate(queue);
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
