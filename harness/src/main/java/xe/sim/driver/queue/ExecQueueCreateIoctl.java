// SPDX-License-Identifier: MIT
package xe.sim.driver.queue;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.queue.QueueDefect.EQC_001_FLAGS_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQC_002_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQC_003_EMPTY_ARRAY_EFAULT;
import static xe.sim.driver.queue.QueueDefect.EQC_004_LIMIT_IS_10;
import static xe.sim.driver.queue.QueueDefect.EQC_005_UNREADABLE_ARRAY_EINVAL;
import static xe.sim.driver.queue.QueueDefect.EQC_006_UNKNOWN_GT_ENODEV;
import static xe.sim.driver.queue.QueueDefect.EQC_007_SIXTEEN_BITS_OF_GT;
import static xe.sim.driver.queue.QueueDefect.EQC_008_PAD_JUDGED;
import static xe.sim.driver.queue.QueueDefect.EQC_010_ENTRIES_OF_BIND_QUEUE_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQC_011_INSTANCE_OF_BIND_QUEUE_IGNORED;
import static xe.sim.driver.queue.QueueDefect.EQC_012_BIND_QUEUE_ON_GT_0_ALONE;
import static xe.sim.driver.queue.QueueDefect.EQC_013_UNKNOWN_VM_EINVAL;
import static xe.sim.driver.queue.QueueDefect.EQC_014_BIND_QUEUE_OF_KILLED_VM;
import static xe.sim.driver.queue.QueueDefect.EQC_015_NO_HINT_FOR_BIND_QUEUES;
import static xe.sim.driver.queue.QueueDefect.EQC_020_UNKNOWN_CLASS_ENODEV;
import static xe.sim.driver.queue.QueueDefect.EQC_021_INSTANCE_FOLDED;
import static xe.sim.driver.queue.QueueDefect.EQC_022_PAGING_ENGINE_GIVEN_OUT;
import static xe.sim.driver.queue.QueueDefect.EQC_023_CLASS_OF_FIRST_COUNTS;
import static xe.sim.driver.queue.QueueDefect.EQC_023_GT_OF_FIRST_COUNTS;
import static xe.sim.driver.queue.QueueDefect.EQC_024_COLUMNS_NOT_COMPARED;
import static xe.sim.driver.queue.QueueDefect.EQC_025_ARRAY_TRANSPOSED;
import static xe.sim.driver.queue.QueueDefect.EQC_026_SAME_ENGINE_TWICE_REFUSED;
import static xe.sim.driver.queue.QueueDefect.EQC_027_ONE_PLACEMENT_ALONE;
import static xe.sim.driver.queue.QueueDefect.EQC_028_ALL_CLASSES_PARALLEL;
import static xe.sim.driver.queue.QueueDefect.EQC_029_WIDTH_NOT_KEPT;
import static xe.sim.driver.queue.QueueDefect.EQC_030_UNKNOWN_VM_EINVAL;
import static xe.sim.driver.queue.QueueDefect.EQC_031_BANNED_VM_ACCEPTED;
import static xe.sim.driver.queue.QueueDefect.EQC_040_REFUSED_QUEUE_KEEPS_ID;
import static xe.sim.driver.queue.QueueDefect.EQC_041_FIRST_ID_IS_2;
import static xe.sim.driver.queue.QueueDefect.EQC_042_ID_JUDGED;
import static xe.sim.driver.queue.QueueDefect.EQC_043_NO_HINT;
import static xe.sim.driver.queue.QueueDefect.EQC_044_NO_VIDEO_IN_LR_MODE;
import static xe.sim.driver.queue.QueueDefect.EQD_005_IDS_CYCLIC;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.profile.EngineClass;
import xe.sim.driver.profile.Gt;
import xe.sim.gpu.Engine;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.StructView;

/**
 * EXEC_QUEUE_CREATE ({@code xe_exec_queue_create_ioctl()}).
 */
public final class ExecQueueCreateIoctl {
    private static final int MAX_PLACEMENTS = 9;
    private static final int GT_MASK = 0xff;
    private static final int ENTRY = DrmXeEngineClassInstance.STRUCT.size();

    private final XeDevice device;
    private final ExecQueueProperties properties;

    public ExecQueueCreateIoctl(XeDevice device) {
        this.device = device;
        this.properties = new ExecQueueProperties(device);
    }

    /** One entry of the instances array. */
    private record Instance(int engineClass, int instance, int rawGt, int pad) {}

    /** EQC-007: the driver keeps eight bits. */
    private int gt(Instance entry) {
        return device.has(EQC_007_SIXTEEN_BITS_OF_GT) ? entry.rawGt() : entry.rawGt() & GT_MASK;
    }

    public long create(XeFile file, StructView args) {
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
        if (gt(first) >= device.profile().gts().size()) {
            return device.has(EQC_006_UNKNOWN_GT_ENODEV) ? ENODEV.negated() : EINVAL.negated();
        }
        if (first.pad() != 0 && device.has(EQC_008_PAD_JUDGED)) {
            return EINVAL.negated();
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
            instances.add(new Instance(
                    entry.getInt("engine_class"),
                    entry.getInt("engine_instance"),
                    entry.getInt("gt_id"),
                    entry.getInt("pad")));
        }
        return instances;
    }

    private long createBindQueue(XeFile file, int vmId, StructView args, Instance first, int count) {
        boolean several = count != 1 && !device.has(EQC_010_ENTRIES_OF_BIND_QUEUE_IGNORED);
        boolean instance = first.instance() != 0 && !device.has(EQC_011_INSTANCE_OF_BIND_QUEUE_IGNORED);
        boolean elsewhere = gt(first) != 0 && device.has(EQC_012_BIND_QUEUE_ON_GT_0_ALONE);
        boolean hint = args.get("flags") != 0 && device.has(EQC_015_NO_HINT_FOR_BIND_QUEUES);
        if (several || instance || elsewhere || hint) {
            return EINVAL.negated();
        }
        return create(file, vmId, args, new NewQueue.Place(EngineClass.VM_BIND, 1, 1, null));
    }

    private long createEngineQueue(XeFile file, int vmId, StructView args, List<Instance> instances, int width) {
        Instance first = instances.getFirst();
        EngineClass engineClass = EngineClass.of(first.engineClass());
        if (engineClass == null) {
            return device.has(EQC_020_UNKNOWN_CLASS_ENODEV) ? ENODEV.negated() : EINVAL.negated();
        }
        boolean hint = args.get("flags") != 0 && device.has(EQC_043_NO_HINT);
        if (hint || refusedByDefect(instances, width) || !validMask(instances, engineClass, width)) {
            return EINVAL.negated(); // EQC-021 to EQC-024
        }
        if (width > 1 && !engineClass.parallel() && !device.has(EQC_028_ALL_CLASSES_PARALLEL)) {
            return EOPNOTSUPP.negated();
        }
        XeVm vm = file.vms().get(vmId);
        if (engineClass.parallel() && vm != null && vm.preemptFenceMode() && device.has(EQC_044_NO_VIDEO_IN_LR_MODE)) {
            return EOPNOTSUPP.negated();
        }
        int mask = 0;
        for (int i = 0; i < instances.size(); i += width) {
            mask |= 1 << instances.get(i).instance();
        }
        int kept = device.has(EQC_029_WIDTH_NOT_KEPT) ? 1 : width;
        Engine engine = engine(first, engineClass);
        return create(file, vmId, args, new NewQueue.Place(first.engineClass(), kept, mask, engine));
    }

    private boolean refusedByDefect(List<Instance> instances, int width) {
        int different = Set.copyOf(instances).size();
        return width == 1
                && ((different < instances.size() && device.has(EQC_026_SAME_ENGINE_TWICE_REFUSED))
                        || (different > 1 && device.has(EQC_027_ONE_PLACEMENT_ALONE)));
    }

    /** Null if there is none that user space can have. */
    private @Nullable Engine engine(Instance entry, EngineClass engineClass) {
        if (gt(entry) >= device.profile().gts().size()) {
            return null;
        }
        Gt gt = device.profile().gts().get(gt(entry));
        int count = gt.count(engineClass);
        int number = entry.instance();
        boolean paging = number == count && device.profile().present(gt, engineClass) > count;
        boolean folded = number > count && count > 0 && device.has(EQC_021_INSTANCE_FOLDED);
        if (folded || (paging && device.has(EQC_022_PAGING_ENGINE_GIVEN_OUT))) {
            number %= count;
        }
        return device.engines().find(gt, engineClass, number);
    }

    /** {@code calc_validate_logical_mask()}: every engine is there, and each column is the one before, shifted by one. */
    private boolean validMask(List<Instance> instances, EngineClass engineClass, int width) {
        Instance first = instances.getFirst();
        int placements = instances.size() / width;
        int before = 0;
        for (int column = 0; column < width; column++) {
            int mask = 0;
            for (int row = 0; row < placements; row++) {
                boolean transposed = device.has(EQC_025_ARRAY_TRANSPOSED);
                Instance at = instances.get(transposed ? column * placements + row : row * width + column); // EQC-025
                if (!sameKind(at, first) || engine(at, engineClass) == null) {
                    return false;
                }
                mask |= 1 << at.instance();
            }
            if (column > 0 && mask != before << 1 && !device.has(EQC_024_COLUMNS_NOT_COMPARED)) {
                return false;
            }
            before = mask;
        }
        return true;
    }

    private boolean sameKind(Instance entry, Instance first) {
        boolean engineClass = entry.engineClass() == first.engineClass() || device.has(EQC_023_CLASS_OF_FIRST_COUNTS);
        return engineClass && (entry.rawGt() == first.rawGt() || device.has(EQC_023_GT_OF_FIRST_COUNTS));
    }

    /** The id of the new queue, or a negated errno. */
    private long create(XeFile file, int vmId, StructView args, NewQueue.Place place) {
        XeVm vm = file.vms().get(vmId);
        if (vm == null) { // EQC-013, EQC-030
            QueueDefect einval = place.engine() == null ? EQC_013_UNKNOWN_VM_EINVAL : EQC_030_UNKNOWN_VM_EINVAL;
            return device.has(einval) ? EINVAL.negated() : ENOENT.negated();
        }
        vm.lock().readLock().lock();
        try {
            QueueDefect accepted =
                    place.engine() == null ? EQC_014_BIND_QUEUE_OF_KILLED_VM : EQC_031_BANNED_VM_ACCEPTED;
            if (vm.closed() || (vm.banned() && !device.has(accepted))) {
                return ENOENT.negated(); // EQC-014, EQC-031
            }
        } finally {
            vm.lock().readLock().unlock();
        }
        NewQueue queue = new NewQueue(file, vm, place);
        long failed = device.failFunctions().check("xe_exec_queue_create");
        if (failed == 0) {
            failed = properties.apply(args.get("extensions"), queue);
        }
        if (failed == 0 && place.engine() != null && vm.preemptFenceMode()) {
            failed = device.failFunctions().check("xe_vm_add_compute_exec_queue");
        }
        if (failed != 0 && !device.has(EQC_040_REFUSED_QUEUE_KEEPS_ID)) {
            return failed; // EQC-040
        }
        ExecQueue made = queue.make();
        if (made == null) {
            return EINVAL.negated(); // EQX-058
        }
        if (!made.pinContexts()) {
            made.drop();
            return ENOMEM.negated();
        }
        vm.preemption().add(made);
        int id = device.has(EQD_005_IDS_CYCLIC)
                ? file.queues().addLast(made)
                : file.queues().add(made, device.has(EQC_041_FIRST_ID_IS_2) ? 2 : 1);
        return failed != 0 ? failed : id;
    }
}
