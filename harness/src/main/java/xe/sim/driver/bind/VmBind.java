// SPDX-License-Identifier: MIT
package xe.sim.driver.bind;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOBUFS;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.device.BindDefect.BND_001_UNKNOWN_VM_ENOENT;
import static xe.sim.driver.device.BindDefect.BND_002_SECOND_PAD_IGNORED;
import static xe.sim.driver.device.BindDefect.BND_003_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.device.BindDefect.BND_004_EXTENSIONS_IGNORED;
import static xe.sim.driver.device.BindDefect.BND_005_SYNCS_NOT_LIMITED;
import static xe.sim.driver.device.BindDefect.BND_006_LARGE_ARRAY_ENOMEM;
import static xe.sim.driver.device.BindDefect.BND_007_UNREADABLE_ARRAY_EINVAL;
import static xe.sim.driver.device.BindDefect.BND_008_ARRAY_OF_ONE;
import static xe.sim.driver.device.BindDefect.BND_009_EMPTY_LIST_JUDGED;
import static xe.sim.driver.device.BindDefect.BND_010_LAST_RESERVED_JUDGED;
import static xe.sim.driver.device.BindDefect.BND_050_BAD_OPERATION_ENDS_THE_LIST;
import static xe.sim.driver.device.BindDefect.BND_060_ZERO_IS_THE_FIRST_QUEUE;
import static xe.sim.driver.device.BindDefect.BND_061_UNKNOWN_QUEUE_EINVAL;
import static xe.sim.driver.device.BindDefect.BND_062_ENGINE_QUEUE_ACCEPTED;
import static xe.sim.driver.device.BindDefect.BND_063_QUEUE_OF_ANY_VM;
import static xe.sim.driver.device.BindDefect.BND_064_BANNED_VM_BINDS;
import static xe.sim.driver.device.BindDefect.BND_085_SYNCS_READ_LAST;
import static xe.sim.driver.device.BindDefect.BND_100_NOTHING_GIVES_EINVAL;
import static xe.sim.driver.device.BindDefect.BND_101_EMPTY_BIND_SIGNALS_NOTHING;
import static xe.sim.driver.device.BindDefect.BND_102_EMPTY_BIND_WAITS;
import static xe.sim.driver.device.BindDefect.EXT_016_OPERATION_EXTENSIONS_JUDGED;
import static xe.uapi.DrmXeSync.DRM_XE_MAX_SYNCS;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.BufferObject;
import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.IoctlHandler;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.sync.SyncArray;
import xe.sim.driver.sync.SyncDefect;
import xe.sim.os.UserMemory;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.StructView;

/**
 * VM_BIND up to the operations themselves ({@code xe_vm_bind_ioctl()}).
 */
public final class VmBind implements IoctlHandler {
    /** 80 bytes each, in one allocation of at most 2^31 - 1 bytes. */
    private static final long MAX_BINDS = 26843545;

    @Override
    public long handle(XeFile file, StructView args) {
        XeVm vm = file.vms().get(args.getInt("vm_id"));
        if (vm == null) {
            return file.device().has(BND_001_UNKNOWN_VM_ENOENT) ? ENOENT.negated() : EINVAL.negated();
        }
        long refused = checkArguments(file.device(), args);
        if (refused != 0) {
            return refused;
        }
        List<BindOp> ops = new ArrayList<>();
        boolean cut = false;
        refused = readOps(file.device(), args, ops);
        for (int i = 0; i < ops.size() && refused == 0; i++) {
            refused = BindOpCheck.of(vm, ops.get(i));
            if (refused != 0 && i > 0 && file.device().has(BND_050_BAD_OPERATION_ENDS_THE_LIST)) {
                ops.subList(i, ops.size()).clear();
                refused = 0;
                cut = true;
            }
        }
        if (refused == 0) {
            refused = checkQueue(file, vm, args.getInt("exec_queue_id"));
        }
        if (refused != 0) {
            return refused;
        }
        vm.lock().writeLock().lock();
        try {
            long result = bind(file, vm, args, ops);
            return cut ? EINVAL.negated() : result;
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    /** BND-002 to BND-006. */
    private static long checkArguments(XeDevice device, StructView args) {
        boolean nonZero = args.get("pad") != 0
                || (args.get("pad2") != 0 && !device.has(BND_002_SECOND_PAD_IGNORED))
                || args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(BND_003_SECOND_RESERVED_IGNORED))
                || (args.get("extensions") != 0 && !device.has(BND_004_EXTENSIONS_IGNORED));
        boolean tooMany = args.get("num_syncs") > DRM_XE_MAX_SYNCS && !device.has(BND_005_SYNCS_NOT_LIMITED);
        if (nonZero || tooMany || judged(device, args)) {
            return EINVAL.negated();
        }
        if (args.get("num_binds") <= MAX_BINDS) {
            return 0;
        }
        return device.has(BND_006_LARGE_ARRAY_ENOMEM) ? ENOMEM.negated() : ENOBUFS.negated();
    }

    /** What the driver leaves alone (BND-009, BND-010, EXT-016), and a defect does not. */
    private static boolean judged(XeDevice device, StructView args) {
        BindOp op = BindOp.of(args.struct("bind"));
        boolean garbage = op.kind() != 0 || op.flags() != 0 || op.patIndex() != 0 || op.address() != 0;
        if (args.get("num_binds") == 0 && garbage) {
            return device.has(BND_009_EMPTY_LIST_JUDGED);
        }
        return args.get("num_binds") == 1
                && ((args.get("bind.reserved[2]") != 0 && device.has(BND_010_LAST_RESERVED_JUDGED))
                        || (args.get("bind.extensions") != 0 && device.has(EXT_016_OPERATION_EXTENSIONS_JUDGED)));
    }

    /** BND-007 to BND-009. */
    private static long readOps(XeDevice device, StructView args, List<BindOp> ops) {
        int count = args.getInt("num_binds");
        UserMemory memory = device.machine().memory();
        if (count == 1) {
            ops.add(BindOp.of(args.struct("bind")));
        } else if (count > 1) {
            int size = DrmXeVmBindOp.STRUCT.size();
            for (int i = 0; i < count; i++) {
                MemorySegment op = MemorySegment.ofArray(new byte[size]);
                if (!memory.copyFrom(args.get("vector_of_binds") + (long) i * size, op)) {
                    return device.has(BND_007_UNREADABLE_ARRAY_EINVAL) ? EINVAL.negated() : EFAULT.negated();
                }
                if (i == 0 || !device.has(BND_008_ARRAY_OF_ONE)) {
                    ops.add(BindOp.of(new StructView(DrmXeVmBindOp.STRUCT, op)));
                }
            }
        }
        return 0;
    }

    /** BND-060 to BND-063. */
    private static long checkQueue(XeFile file, XeVm vm, int id) {
        boolean first = file.queues().get(1) != null && file.device().has(BND_060_ZERO_IS_THE_FIRST_QUEUE);
        if (id == 0 && !first) {
            return 0;
        }
        ExecQueue queue = file.queues().get(id == 0 ? 1 : id);
        if (queue == null) {
            return file.device().has(BND_061_UNKNOWN_QUEUE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        boolean fits = (queue.bind() || file.device().has(BND_062_ENGINE_QUEUE_ACCEPTED))
                && (queue.vm().equals(vm) || file.device().has(BND_063_QUEUE_OF_ANY_VM));
        return fits ? 0 : EINVAL.negated();
    }

    private static long bind(XeFile file, XeVm vm, StructView args, List<BindOp> ops) {
        XeDevice device = file.device();
        if (vm.closedOrBanned() && !device.has(BND_064_BANNED_VM_BINDS)) {
            return ENOENT.negated();
        }
        ops.replaceAll(op -> BindBufferCheck.addressed(device, op));
        if (!ops.stream().allMatch(op -> BindBufferCheck.inRange(device, op))) {
            return EINVAL.negated(); // BND-065 to BND-068
        }
        List<@Nullable BufferObject> buffers = new ArrayList<>();
        for (BindOp op : ops) {
            long refused = findBuffer(file, op, buffers);
            if (refused != 0) {
                return refused;
            }
        }
        SyncArray syncs = new SyncArray();
        SyncArray.Caller caller = ops.isEmpty() ? SyncArray.Caller.EMPTY_BIND : SyncArray.Caller.BIND;
        long refused = syncs.parse(file, vm, caller, args.get("syncs"), args.getInt("num_syncs"));
        if (refused != 0 && device.has(BND_085_SYNCS_READ_LAST)) {
            new BindRun(vm, new SyncArray()).run(ops, buffers);
        }
        if (refused != 0) {
            return refused;
        }
        if (syncs.userFences().size() > 1 && !device.has(SyncDefect.SYN_025_TWO_USER_FENCES)) {
            return EINVAL.negated();
        }
        return ops.isEmpty() ? withoutOperation(vm, args, syncs) : new BindRun(vm, syncs).run(ops, buffers);
    }

    /** BND-100 to BND-102. */
    private static long withoutOperation(XeVm vm, StructView args, SyncArray syncs) {
        XeDevice device = vm.device();
        if (args.get("num_syncs") == 0 && device.has(BND_100_NOTHING_GIVES_EINVAL)) {
            return EINVAL.negated();
        }
        if (!syncs.waits().isEmpty()) {
            return device.has(BND_102_EMPTY_BIND_WAITS) ? 0 : EOPNOTSUPP.negated();
        }
        return device.has(BND_101_EMPTY_BIND_SIGNALS_NOTHING) ? 0 : new BindRun(vm, syncs).run(List.of(), List.of());
    }

    private static long findBuffer(XeFile file, BindOp op, List<@Nullable BufferObject> buffers) {
        if (op.handle() == 0) {
            buffers.add(null);
            return 0;
        }
        if (!(file.handles().get(op.handle()) instanceof BufferObject buffer)) {
            return file.device().has(BindOpDefect.BND_070_UNKNOWN_BUFFER_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        buffers.add(buffer);
        return BindBufferCheck.against(file.device(), op, buffer);
    }
}
