// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.QueueDefect.EQC_001_FLAGS_IGNORED;
import static xe.sim.driver.QueueDefect.EQC_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.QueueDefect.EQC_003_EMPTY_ARRAY_EFAULT;
import static xe.sim.driver.QueueDefect.EQC_004_LIMIT_IS_10;
import static xe.sim.driver.QueueDefect.EQC_005_UNREADABLE_ARRAY_EINVAL;
import static xe.sim.driver.QueueDefect.EQC_030_UNKNOWN_VM_EINVAL;
import static xe.sim.driver.QueueDefect.EQC_031_BANNED_VM_ACCEPTED;
import static xe.sim.driver.QueueDefect.EQC_041_FIRST_ID_IS_2;
import static xe.sim.driver.QueueDefect.EQC_042_ID_JUDGED;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.sim.gpu.Engine;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.StructView;

/**
 * EXEC_QUEUE_CREATE ({@code xe_exec_queue_create_ioctl()}).
 */
final class ExecQueueCreateIoctl {
    private static final int MAX_PLACEMENTS = 9;
    private static final int GT_MASK = 0xff;
    private static final int ENTRY = DrmXeEngineClassInstance.STRUCT.size();

    private final XeDevice device;
    private final ExecQueueProperties properties;

    ExecQueueCreateIoctl(XeDevice device) {
        this.device = device;
        this.properties = new ExecQueueProperties(device);
    }

    /** One entry of the instances array. */
    private record Instance(int engineClass, int instance, int rawGt) {
        /** EQC-007: the driver keeps eight bits. */
        int gt() {
            return rawGt & GT_MASK;
        }
    }

    long create(XeFile file, StructView args) {
        boolean flags = (args.getInt("flags") & ~DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT) != 0;
        if (flags && !device.has(EQC_001_FLAGS_IGNORED)) {
            return EINVAL.negated();
        }
        if (args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(EQC_002_SECOND_RESERVED_IGNORED))) {
            return EINVAL.negated();
        }
        int width = args.getInt("width");
        int placements = args.getInt("num_placements");
        int count = width * placements;
        if (count == 0) {
            return device.has(EQC_003_EMPTY_ARRAY_EFAULT) ? EFAULT.negated() : EINVAL.negated();
        }
        int most = device.has(EQC_004_LIMIT_IS_10) ? MAX_PLACEMENTS + 1 : MAX_PLACEMENTS;
        if (count < 0 || count > most || (args.get("exec_queue_id") != 0 && device.has(EQC_042_ID_JUDGED))) {
            return EINVAL.negated();
        }
        byte[] bytes = device.machine().memory().bytes(args.get("instances"), count * ENTRY);
        if (bytes == null) {
            return device.has(EQC_005_UNREADABLE_ARRAY_EINVAL) ? EINVAL.negated() : EFAULT.negated();
        }
        List<Instance> instances = instances(bytes, count);
        Instance first = instances.getFirst();
        if (first.gt() >= device.profile().gts().size()) {
            return EINVAL.negated(); // EQC-006
        }
        int vmId = args.getInt("vm_id");
        long result = first.engineClass() == EngineClass.VM_BIND
                ? createBindQueue(file, vmId, args, first, count)
                : createEngineQueue(file, vmId, args, instances, width);
        if (result > 0) {
            args.set("exec_queue_id", result);
            return 0;
        }
        return result;
    }

    private static List<Instance> instances(byte[] bytes, int count) {
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StructView entry = new StructView(
                    DrmXeEngineClassInstance.STRUCT,
                    MemorySegment.ofArray(bytes).asSlice((long) i * ENTRY, ENTRY));
            instances.add(
                    new Instance(entry.getInt("engine_class"), entry.getInt("engine_instance"), entry.getInt("gt_id")));
        }
        return instances;
    }

    private long createBindQueue(XeFile file, int vmId, StructView args, Instance first, int count) {
        if (count != 1 || first.instance() != 0) {
            return EINVAL.negated(); // EQC-010, EQC-011
        }
        return create(file, vmId, args, EngineClass.VM_BIND, 1, null);
    }

    private long createEngineQueue(XeFile file, int vmId, StructView args, List<Instance> instances, int width) {
        Instance first = instances.getFirst();
        EngineClass engineClass = EngineClass.of(first.engineClass());
        if (engineClass == null || !validMask(instances, engineClass, width)) {
            return EINVAL.negated(); // EQC-020 to EQC-024
        }
        if (width > 1 && !engineClass.parallel()) {
            return EOPNOTSUPP.negated(); // EQC-028
        }
        Engine engine = device.engine(first.gt(), engineClass, first.instance());
        return create(file, vmId, args, first.engineClass(), width, engine);
    }

    /** {@code calc_validate_logical_mask()}: every engine is there, and each column is the one before, shifted by one. */
    private boolean validMask(List<Instance> instances, EngineClass engineClass, int width) {
        Instance first = instances.getFirst();
        int placements = instances.size() / width;
        int before = 0;
        for (int column = 0; column < width; column++) {
            int mask = 0;
            for (int row = 0; row < placements; row++) {
                Instance at = instances.get(row * width + column); // EQC-025
                boolean same = at.engineClass() == first.engineClass() && at.rawGt() == first.rawGt(); // EQC-023
                if (!same || device.engine(at.gt(), engineClass, at.instance()) == null) {
                    return false;
                }
                mask |= 1 << at.instance();
            }
            if (column > 0 && mask != before << 1) {
                return false; // EQC-024
            }
            before = mask;
        }
        return true;
    }

    /** The id of the new queue, or a negated errno. */
    private long create(XeFile file, int vmId, StructView args, int engineClass, int width, @Nullable Engine engine) {
        XeVm vm = file.vms().get(vmId);
        if (vm == null) { // EQC-013, EQC-030
            return device.has(EQC_030_UNKNOWN_VM_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        vm.lock().readLock().lock();
        try {
            if (vm.closed() || (vm.banned() && !device.has(EQC_031_BANNED_VM_ACCEPTED))) {
                return ENOENT.negated(); // EQC-014, EQC-031
            }
        } finally {
            vm.lock().readLock().unlock();
        }
        long failed = device.failFunctions().check("xe_exec_queue_create");
        if (failed == 0) {
            failed = properties.apply(args.get("extensions"), engineClass);
        }
        if (failed == 0 && engine != null && vm.preemptFenceMode()) {
            failed = device.failFunctions().check("xe_vm_add_compute_exec_queue");
        }
        if (failed != 0) {
            return failed; // EQC-040
        }
        ExecQueue queue = new ExecQueue(file, vm, engineClass, width, engine);
        vm.addQueue(queue);
        return file.queues().add(queue, device.has(EQC_041_FIRST_ID_IS_2) ? 2 : 1);
    }
}
