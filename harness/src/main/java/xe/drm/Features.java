// SPDX-License-Identifier: MIT
package xe.drm;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.uapi.DrmXeDeviceQuery.DRM_IOCTL_XE_DEVICE_QUERY;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_HWCONFIG;
import static xe.uapi.DrmXeDeviceQuery.DRM_XE_DEVICE_QUERY_PXP_STATUS;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_RENDER;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VIDEO_DECODE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VIDEO_ENHANCE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_PXP_TYPE_HWDRM;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.kernel.SyscallException;
import xe.kernel.SyscallResult;
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
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/**
 * What a kernel, a device and a user offer. Each feature is probed once, when it is first asked for.
 */
public final class Features {
    /** {@code 2} written here asks every shrinker for what it can give. */
    public static final String DROP_CACHES = "/proc/sys/vm/drop_caches";

    private static final int BIG_PAGE = 65536;
    private static final String USER_KEY = "xe-cts";
    private static final int FIRST_PVC = 0x0bd0;
    private static final int LAST_PVC = 0x0be5;

    private final Kernel kernel;
    private final @Nullable Device device;
    private final boolean hazards;
    private final Map<Feature, Optional<String>> known = new EnumMap<>(Feature.class);

    /**
     * @param device null where no render node of xe was found
     * @param hazards whether the user allows checks that take the device down
     */
    public Features(Kernel kernel, @Nullable Device device, boolean hazards) {
        this.kernel = kernel;
        this.device = device;
        this.hazards = hazards;
    }

    /** Why the feature is missing, in a few words; empty if it is there. */
    public synchronized Optional<String> missing(Feature feature) {
        Optional<String> reason = known.get(feature);
        if (reason == null) {
            reason = probe(feature);
            known.put(feature, reason);
        }
        return reason;
    }

    public boolean has(Feature feature) {
        return missing(feature).isEmpty();
    }

    private Optional<String> probe(Feature feature) {
        return switch (feature) {
            case NOTIFICATION_PIPE -> pipe().isPresent() ? pipe() : Optional.empty();
            case NO_NOTIFICATION_PIPE -> unless(pipe().isPresent(), "the kernel has CONFIG_WATCH_QUEUE");
            case KEY_NOTIFICATIONS -> keyNotifications();
            case FAIL_FUNCTION -> readable(Faults.FAIL_FUNCTION);
            case READ_PROTECTION -> readProtection();
            case ROOT -> unless(kernel.geteuid().raw() == 0, "needs root");
            case UNPRIVILEGED -> unless(kernel.geteuid().raw() != 0, "runs as root");
            case PERF_EVENTS -> readable(Observation.PERF_EVENT_PARANOID);
            case KMSG -> readable(KernelLog.PATH);
            case HAZARD -> unless(hazards, "would take the device down");
            default -> {
                Device node = device;
                yield node == null ? Optional.of("no render node of the xe driver") : onNode(feature, node);
            }
        };
    }

    private Optional<String> onNode(Feature feature, Device node) {
        return switch (feature) {
            case VM_RESTART -> withFile(node, Features::vmRestart);
            case WATCH_QUEUE -> withFile(node, Features::watchQueue);
            case STOCK ->
                unless(
                        missing(Feature.VM_RESTART).isPresent()
                                && missing(Feature.WATCH_QUEUE).isPresent(),
                        "the driver has the async notification series");
            case FAULT_INJECTION -> new Faults(node).missing();
            case RESET_FAULT -> readable(node.debugfs().child(Faults.RESET).path());
            case DEBUGFS -> readable(node.debugfs().path());
            case USM -> withFile(node, file -> accepts(file, LR_MODE | FAULT_MODE, "no fault mode"));
            case NO_USM -> unless(missing(Feature.USM).isPresent(), "has fault mode");
            case SCRATCH_WITH_FAULT_MODE ->
                withFile(
                        node,
                        file -> accepts(file, LR_MODE | FAULT_MODE | SCRATCH_PAGE, "no scratch pages in fault mode"));
            case NO_SCRATCH_WITH_FAULT_MODE ->
                unless(
                        has(Feature.USM) && !has(Feature.SCRATCH_WITH_FAULT_MODE),
                        "no fault mode, or one that takes scratch pages");
            case PURGE -> writable(DROP_CACHES).or(() -> withFile(node, Features::purge));
            case CPU_ADDR_MIRROR -> withFile(node, Features::mirror);
            case SYSTEM_ATOMICS -> unless(!isPonteVecchio(node), "a PVC");
            case NO_SYSTEM_ATOMICS -> unless(isPonteVecchio(node), "has atomics on system memory");
            case NO_COMPRESSION -> withFile(node, Features::noCompression);
            case FORCED_SCRATCH -> withFile(node, Features::forcedScratch);
            case NO_FORCED_SCRATCH -> unless(!has(Feature.FORCED_SCRATCH), "the driver forces scratch pages");
            case DISCRETE -> unless(node.facts().discrete(), "an integrated device");
            case INTEGRATED -> unless(!node.facts().discrete(), "a discrete device");
            case MULTI_TILE -> unless(node.facts().tiles() > 1, "one tile");
            case SINGLE_TILE -> unless(node.facts().tiles() == 1, "several tiles");
            case BIG_VRAM_PAGES -> unless(node.facts().minAlignment() > Abi.PAGE_SIZE, "pages of 4 KiB");
            case HARDWARE_CONFIG -> unless(!has(Feature.NO_HARDWARE_CONFIG), "no table of hardware facts");
            case NO_HARDWARE_CONFIG ->
                withFile(node, file -> unless(hardwareConfigSize(file) == 0, "has a table of hardware facts"));
            case NO_PXP -> withFile(node, Features::noPxp);
            case TWO_VIDEO_ENGINES -> unless(hasTwo(node, true), "no two video engines of one class and GT");
            case TWO_COMPUTE_ENGINES -> unless(hasTwo(node, false), "no two engines of one class and GT but for video");
            case RENDER_ENGINE -> unless(hasRender(node), "no render engine");
            case GRAPHICS_20 -> unless(node.facts().graphicsVersion() >= 2000, "a graphics version before 20");
            case COMPRESSING_ENTRIES -> unless(compresses(node.facts()), "no PAT entries that compress");
            case INTEGRATED_35 ->
                unless(
                        node.facts().graphicsVersion() >= 3500 && !node.facts().discrete(),
                        "no integrated device of graphics version 35 or later");
            case QUEUE_GROUPS -> withFile(node, Features::queueGroups);
            case BIG_PAGES -> unless(node.facts().vramPage() == BIG_PAGE, "no video memory in pages of 64 KiB");
            case COMPUTE_JOB -> unless(node.facts().jobEngine().isPresent(), "no render, compute or copy engine");
            case OA, OBSERVATION, OBSERVATION_GUARDED, OA_MEDIA_UNIT, EU_STALL, NO_EU_STALL, MEDIA_GT ->
                withFile(node, file -> new ObservationProbe(file).missing(feature));
            case PARALLEL_ENGINES ->
                unless(node.facts().parallelEngines().size() > 1, "no two video engines of one class on one GT");
            default -> Optional.empty();
        };
    }

    private static Optional<String> unless(boolean there, String reason) {
        return there ? Optional.empty() : Optional.of(reason);
    }

    private static Optional<String> withFile(Device node, Function<DrmFile, Optional<String>> probe) {
        try (DrmFile file = new RenderNode(node).open()) {
            return probe.apply(file);
        } catch (SyscallException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    /** FEAT-001, confirmed by FEAT-003 and FEAT-004, as a later kernel may give the slot to another ioctl. */
    private static Optional<String> vmRestart(DrmFile file) {
        Outcome slot = file.tryIoctl(DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART.request(), 0);
        if (slot.errno() != Errno.EFAULT) {
            return Optional.of("no DRM_IOCTL_XE_VM_RESTART: " + slot.errno());
        }
        Outcome zero = file.vm(0).tryRestart();
        if (zero.errno() != Errno.ENOENT) {
            return Optional.of("ioctl 0x10 is not VM_RESTART: " + zero.errno());
        }
        return accepts(file, LR_MODE | RESTARTABLE, "no RESTARTABLE VMs");
    }

    /** FEAT-002: its argument errors cannot be told from an unknown ioctl, a bad pointer can. */
    private static Optional<String> watchQueue(DrmFile file) {
        Outcome slot = file.tryIoctl(DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE.request(), 0);
        return unless(slot.errno() == Errno.EFAULT, "no DRM_IOCTL_XE_WATCH_QUEUE: " + slot.errno());
    }

    private static Optional<String> accepts(DrmFile file, int flags, String reason) {
        return unless(!file.tryCreateVm(flags).failed(), reason);
    }

    private static Optional<String> mirror(DrmFile file) {
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
    private static Optional<String> purge(DrmFile file) {
        Vm vm = file.createVm(0);
        Bo bo = file.createBo(BIG_PAGE);
        vm.bind(bo, BIG_PAGE);
        vm.tryMadvise(
                        BIG_PAGE,
                        BIG_PAGE,
                        request -> request.set("type", DrmXeMadvise.DRM_XE_VMA_ATTR_PURGEABLE_STATE)
                                .set("purge_state_val.val", DrmXeMadvise.DRM_XE_VMA_PURGEABLE_STATE_DONTNEED))
                .orThrow();
        new PseudoFile(file.kernel(), DROP_CACHES).write("2");
        return unless(
                bo.tryExport(Abi.O_CLOEXEC).errno() == Errno.EINVAL,
                "the kernel did not take a buffer that nobody needs; others of the device may be in the way");
    }

    private static Optional<String> noCompression(DrmFile file) {
        Outcome created = file.tryCreateBo(
                Abi.PAGE_SIZE, request -> request.set("flags", DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION));
        return unless(!created.failed(), "no NO_COMPRESSION");
    }

    private static boolean isPonteVecchio(Device node) {
        int id = node.facts().deviceId();
        return id >= FIRST_PVC && id <= LAST_PVC;
    }

    private static Optional<String> forcedScratch(DrmFile file) {
        int flags = file.tryCreateVm(0).answer().getInt("flags");
        return unless((flags & SCRATCH_PAGE) != 0, "the driver forces no scratch pages");
    }

    private static boolean hasTwo(Device node, boolean video) {
        return node.facts().engines().stream().anyMatch(engine -> engine.instance() == 1 && isVideo(engine) == video);
    }

    private static Optional<String> queueGroups(DrmFile file) {
        PropertyChain group = PropertyChain.of(
                DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP,
                DrmXeExecQueueCreate.DRM_XE_MULTI_GROUP_CREATE);
        try (NativeMemory chain = group.write(file.kernel())) {
            Outcome created = file.createVm(0)
                    .tryCreateQueue(file.device().jobEngine(), request -> request.set("extensions", chain.address()));
            return unless(!created.failed(), "no groups of queues");
        }
    }

    private static boolean compresses(DeviceFacts facts) {
        return facts.graphicsVersion() >= 2000 && facts.graphicsVersion() != 3511;
    }

    private static boolean isVideo(Engine engine) {
        return engine.engineClass() == DRM_XE_ENGINE_CLASS_VIDEO_DECODE
                || engine.engineClass() == DRM_XE_ENGINE_CLASS_VIDEO_ENHANCE;
    }

    private static boolean hasRender(Device node) {
        return node.facts().engines().stream().anyMatch(engine -> engine.engineClass() == DRM_XE_ENGINE_CLASS_RENDER);
    }

    private static long hardwareConfigSize(DrmFile file) {
        return file.ioctl(DRM_IOCTL_XE_DEVICE_QUERY, request -> request.set("query", DRM_XE_DEVICE_QUERY_HWCONFIG))
                .answer()
                .get("size");
    }

    /** By the status query or by a buffer, so that a driver in which one of them does not say ENODEV is told to do so. */
    private static Optional<String> noPxp(DrmFile file) {
        int size = Math.max(DrmXeExtSetProperty.STRUCT.size(), DrmXeQueryPxpStatus.STRUCT.size());
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), size)) {
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

    private Optional<String> readable(String path) {
        Outcome opened = new PseudoFile(kernel, path).tryOpen();
        return opened.failed() ? Optional.of(opened.toString()) : Optional.empty();
    }

    private Optional<String> writable(String path) {
        SyscallResult fd = kernel.open(path, Abi.O_WRONLY | Abi.O_CLOEXEC, 0);
        if (fd.failed()) {
            return Optional.of("open(" + path + "): " + fd);
        }
        kernel.close((int) fd.raw()).ignore();
        return Optional.empty();
    }

    private Optional<String> pipe() {
        try (NotificationPipe _ = NotificationPipe.open(kernel, Duration.ZERO)) {
            return Optional.empty();
        } catch (SyscallException failed) {
            return Optional.of(
                    failed.errno() == Errno.ENOPKG ? "a kernel without CONFIG_WATCH_QUEUE" : failed.getMessage());
        }
    }

    private Optional<String> readProtection() {
        try (PlainPipe pipe = PlainPipe.open(kernel, 0);
                NativeMemory page = NativeMemory.allocate(kernel, Abi.PAGE_SIZE)) {
            page.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            page.makeUnreadable();
            Outcome written = pipe.writeEnd().tryWrite(page.address(), 1);
            return unless(written.errno() == Errno.EFAULT, "the kernel reads memory that is PROT_NONE");
        }
    }

    private Optional<String> keyNotifications() {
        if (!has(Feature.NOTIFICATION_PIPE)) {
            return missing(Feature.NOTIFICATION_PIPE);
        }
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Duration.ZERO);
                NativeMemory payload = NativeMemory.allocate(kernel, 1)) {
            SyscallResult key = kernel.addKey("user", USER_KEY, payload.address(), 1, Abi.KEY_SPEC_PROCESS_KEYRING);
            if (key.failed()) {
                return Optional.of("add_key: " + key);
            }
            SyscallResult watched = kernel.keyctl(Abi.KEYCTL_WATCH_KEY, key.raw(), pipe.readFd(), 1, 0);
            return watched.failed() ? Optional.of("KEYCTL_WATCH_KEY: " + watched) : Optional.empty();
        } catch (SyscallException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }
}
