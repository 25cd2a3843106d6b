// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.drm.Features.unless;
import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_HWCONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_PXP_STATUS;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_PXP_TYPE_HWDRM;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE;

import java.util.Optional;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.kernel.Scratch;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.DrmXeExtSetProperty;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.DrmXeMadvise;
import xe.uapi.DrmXeQueryPxpStatus;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.DrmXeVmRestart;
import xe.uapi.DrmXeWatchQueue;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * Finds out by trial requests what a driver and its device take.
 */
final class DriverProbe {
    private static final int BIG_PAGE = 65536;

    private final DrmFile file;

    DriverProbe(DrmFile file) {
        this.file = file;
    }

    /** Why the feature is missing; empty if it is there. */
    Optional<String> missing(Feature feature) {
        return switch (feature) {
            case VM_RESTART -> vmRestart();
            case WATCH_QUEUE -> watchQueue();
            case USM -> accepts(LR_MODE | FAULT_MODE, "no fault mode");
            case SCRATCH_WITH_FAULT_MODE ->
                accepts(LR_MODE | FAULT_MODE | SCRATCH_PAGE, "no scratch pages in fault mode");
            case PURGE -> purge();
            case CPU_ADDR_MIRROR -> mirror();
            case NO_COMPRESSION -> noCompression();
            case FORCED_SCRATCH -> forcedScratch();
            case NO_HARDWARE_CONFIG -> unless(hardwareConfigSize() == 0, "has a table of hardware facts");
            case NO_PXP -> noPxp();
            case QUEUE_GROUPS -> queueGroups();
            default -> throw new IllegalArgumentException("no trial for " + feature);
        };
    }

    /** FEAT-001, confirmed by FEAT-003 and FEAT-004, as a later kernel may give the slot to another ioctl. */
    private Optional<String> vmRestart() {
        Outcome slot = file.tryIoctl(DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART.request(), 0);
        if (slot.errno() != Errno.EFAULT) {
            return Optional.of("no DRM_IOCTL_XE_VM_RESTART: " + slot.errno());
        }
        Outcome zero = file.vm(0).tryRestart();
        if (zero.errno() != Errno.ENOENT) {
            return Optional.of("ioctl 0x10 is not VM_RESTART: " + zero.errno());
        }
        return accepts(LR_MODE | RESTARTABLE, "no RESTARTABLE VMs");
    }

    /** FEAT-002: its argument errors cannot be told from an unknown ioctl, a bad pointer can. */
    private Optional<String> watchQueue() {
        Outcome slot = file.tryIoctl(DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE.request(), 0);
        return unless(slot.errno() == Errno.EFAULT, "no DRM_IOCTL_XE_WATCH_QUEUE: " + slot.errno());
    }

    private Optional<String> accepts(int flags, String reason) {
        return unless(!file.tryCreateVm(flags).failed(), reason);
    }

    private Optional<String> mirror() {
        Outcome created = file.tryCreateVm(LR_MODE | FAULT_MODE);
        if (created.failed()) {
            return Optional.of("no fault mode");
        }
        Outcome mapped = file.vm(created.answer().getInt("vm_id"))
                .tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP)
                        .set("bind.flags", DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR)
                        .set("bind.range", Abi.PAGE_SIZE));
        return unless(!mapped.failed(), "no mirror of the process's addresses");
    }

    /** A buffer that is not needed gives EBUSY to who exports it, one that was taken EINVAL (PRM-004, PRM-005). */
    private Optional<String> purge() {
        Vm vm = file.createVm(0);
        Bo bo = file.createBo(BIG_PAGE);
        vm.bind(bo, BIG_PAGE);
        vm.tryMadvise(
                        BIG_PAGE,
                        BIG_PAGE,
                        request -> request.set("type", DrmXeMadvise.DRM_XE_VMA_ATTR_PURGEABLE_STATE)
                                .set("purge_state_val.val", DrmXeMadvise.DRM_XE_VMA_PURGEABLE_STATE_DONTNEED))
                .orThrow();
        new PseudoFile(file.kernel(), Features.DROP_CACHES).write("2");
        return unless(
                bo.tryExport(Abi.O_CLOEXEC).errno() == Errno.EINVAL,
                "the kernel did not take a buffer that nobody needs; others of the device may be in the way");
    }

    private Optional<String> noCompression() {
        Outcome created = file.tryCreateBo(
                Abi.PAGE_SIZE, request -> request.set("flags", DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION));
        return unless(!created.failed(), "no NO_COMPRESSION");
    }

    private Optional<String> forcedScratch() {
        int flags = file.tryCreateVm(0).answer().getInt("flags");
        return unless((flags & SCRATCH_PAGE) != 0, "the driver forces no scratch pages");
    }

    private Optional<String> queueGroups() {
        PropertyChain group = PropertyChain.of(
                DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP,
                DrmXeExecQueueCreate.DRM_XE_MULTI_GROUP_CREATE);
        try (NativeMemory chain = group.write(file.kernel())) {
            Outcome created = file.createVm(0)
                    .tryCreateQueue(file.device().jobEngine(), request -> request.set("extensions", chain.address()));
            return unless(!created.failed(), "no groups of queues");
        }
    }

    private long hardwareConfigSize() {
        return file.ioctl(DRM_IOCTL_XE_DEVICE_QUERY, request -> request.set("query", DRM_XE_DEVICE_QUERY_HWCONFIG))
                .answer()
                .get("size");
    }

    /** By the status query or by a buffer, so that a driver in which one of them does not say ENODEV is told to do so. */
    private Optional<String> noPxp() {
        int size = Math.max(DrmXeExtSetProperty.STRUCT.size(), DrmXeQueryPxpStatus.STRUCT.size());
        try (Scratch memory = Scratch.borrow(size)) {
            new StructView(DrmXeExtSetProperty.STRUCT, memory.segment())
                    .set("property", DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE)
                    .set("value", DRM_XE_PXP_TYPE_HWDRM);
            Outcome created = file.tryCreateBo(Abi.PAGE_SIZE, request -> request.set("extensions", memory.address()));
            Outcome status = file.ioctl(
                    DRM_IOCTL_XE_DEVICE_QUERY,
                    request -> request.set("query", DRM_XE_DEVICE_QUERY_PXP_STATUS)
                            .set("size", DrmXeQueryPxpStatus.STRUCT.size())
                            .set("data", memory.address()));
            boolean absent = created.errno() == Errno.ENODEV || status.errno() == Errno.ENODEV;
            return unless(absent, "has protected content");
        }
    }
}
