// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOBUFS;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.driver.BindDefect.BND_001_UNKNOWN_VM_ENOENT;
import static xe.sim.driver.BindDefect.BND_002_SECOND_PAD_IGNORED;
import static xe.sim.driver.BindDefect.BND_003_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.BindDefect.BND_004_EXTENSIONS_IGNORED;
import static xe.sim.driver.BindDefect.BND_005_SYNCS_NOT_LIMITED;
import static xe.sim.driver.BindDefect.BND_010_LAST_RESERVED_JUDGED;
import static xe.sim.driver.BindDefect.BND_061_UNKNOWN_QUEUE_EINVAL;
import static xe.sim.driver.BindDefect.EXT_016_OPERATION_EXTENSIONS_JUDGED;
import static xe.uapi.DrmXeSync.DRM_XE_MAX_SYNCS;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.sim.os.UserMemory;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.StructView;

/**
 * VM_BIND up to the operations themselves ({@code xe_vm_bind_ioctl()}).
 */
final class VmBind implements IoctlHandler {
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
        refused = readOps(file.device().machine().memory(), args, ops);
        for (int i = 0; i < ops.size() && refused == 0; i++) {
            refused = ops.get(i).check(vm);
        }
        if (refused == 0) {
            refused = checkQueue(file, vm, args.getInt("exec_queue_id"));
        }
        if (refused != 0) {
            return refused;
        }
        vm.lock().writeLock().lock();
        try {
            return bind(file, vm, args, ops);
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
        return args.get("num_binds") > MAX_BINDS ? ENOBUFS.negated() : 0;
    }

    /** What the driver leaves alone (BND-010, EXT-016), and a defect does not. */
    private static boolean judged(XeDevice device, StructView args) {
        return args.get("num_binds") == 1
                && ((args.get("bind.reserved[2]") != 0 && device.has(BND_010_LAST_RESERVED_JUDGED))
                        || (args.get("bind.extensions") != 0 && device.has(EXT_016_OPERATION_EXTENSIONS_JUDGED)));
    }

    /** BND-007 to BND-009. */
    private static long readOps(UserMemory memory, StructView args, List<BindOp> ops) {
        int count = args.getInt("num_binds");
        if (count == 1) {
            ops.add(BindOp.of(args.struct("bind")));
        } else if (count > 1) {
            int size = DrmXeVmBindOp.STRUCT.size();
            for (int i = 0; i < count; i++) {
                MemorySegment op = MemorySegment.ofArray(new byte[size]);
                if (!memory.copyFrom(args.get("vector_of_binds") + (long) i * size, op)) {
                    return EFAULT.negated();
                }
                ops.add(BindOp.of(new StructView(DrmXeVmBindOp.STRUCT, op)));
            }
        }
        return 0;
    }

    /** BND-060 to BND-063. */
    private static long checkQueue(XeFile file, XeVm vm, int id) {
        if (id == 0) {
            return 0;
        }
        ExecQueue queue = file.queues().get(id);
        if (queue == null) {
            return file.device().has(BND_061_UNKNOWN_QUEUE_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        return queue.bind() && queue.vm().equals(vm) ? 0 : EINVAL.negated();
    }

    private static long bind(XeFile file, XeVm vm, StructView args, List<BindOp> ops) {
        if (vm.closedOrBanned()) {
            return ENOENT.negated(); // BND-064
        }
        if (!ops.stream().allMatch(op -> op.inRange(vm.device()))) {
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
        if (refused != 0) {
            return refused; // BND-085
        }
        if (syncs.userFences().size() > 1) {
            return EINVAL.negated(); // SYN-025
        }
        if (ops.isEmpty() && !syncs.waits().isEmpty()) {
            return EOPNOTSUPP.negated(); // BND-102
        }
        return new BindRun(vm, syncs).run(ops, buffers);
    }

    private static long findBuffer(XeFile file, BindOp op, List<@Nullable BufferObject> buffers) {
        if (op.handle() == 0) {
            buffers.add(null);
            return 0;
        }
        if (!(file.handles().get(op.handle()) instanceof BufferObject buffer)) {
            return ENOENT.negated(); // BND-070
        }
        buffers.add(buffer);
        return op.checkBuffer(file.device().profile(), buffer);
    }
}
