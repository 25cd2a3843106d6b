// SPDX-License-Identifier: MIT
package xe.sim;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EPERM;
import static xe.kernel.Errno.ESRCH;

import java.lang.foreign.MemorySegment;
import xe.sim.os.Machine;
import xe.sim.os.Task;

/**
 * capget(2) and capset(2) with 64-bit sets, of the calling thread (kernel/capability.c). Inheritable sets stay empty.
 */
final class CapabilityCalls {
    private static final int VERSION_3 = 0x2008_0522;
    private static final int DATA_SIZE = 24;
    private static final int HIGH_HALF = 12;
    private static final int PERMITTED = 4;

    private final Machine machine;

    CapabilityCalls(Machine machine) {
        this.machine = machine;
    }

    long capget(long header, long data) {
        long refused = check(header);
        if (refused != 0) {
            return refused;
        }
        MemorySegment sets = MemorySegment.ofArray(new byte[DATA_SIZE]);
        put(sets, 0, machine.task().effective());
        put(sets, PERMITTED, machine.task().permitted());
        return machine.memory().copyTo(data, sets) ? 0 : EFAULT.negated();
    }

    long capset(long header, long data) {
        long refused = check(header);
        if (refused != 0) {
            return refused;
        }
        MemorySegment sets = MemorySegment.ofArray(new byte[DATA_SIZE]);
        if (!machine.memory().copyFrom(data, sets)) {
            return EFAULT.negated();
        }
        Task task = machine.task();
        long effective = get(sets, 0);
        long permitted = get(sets, PERMITTED);
        if ((permitted & ~task.permitted()) != 0 || (effective & ~permitted) != 0) {
            return EPERM.negated();
        }
        task.setEffective(effective);
        return 0;
    }

    private long check(long header) {
        Integer version = machine.memory().getInt(header);
        Integer pid = machine.memory().getInt(header + Integer.BYTES);
        if (version == null || pid == null) {
            return EFAULT.negated();
        }
        if (version != VERSION_3) {
            return EINVAL.negated();
        }
        return pid == 0 ? 0 : ESRCH.negated();
    }

    private static void put(MemorySegment sets, int at, long mask) {
        sets.set(JAVA_INT_UNALIGNED, at, (int) mask);
        sets.set(JAVA_INT_UNALIGNED, at + HIGH_HALF, (int) (mask >>> Integer.SIZE));
    }

    private static long get(MemorySegment sets, int at) {
        long high = Integer.toUnsignedLong(sets.get(JAVA_INT_UNALIGNED, at + HIGH_HALF));
        return high << Integer.SIZE | Integer.toUnsignedLong(sets.get(JAVA_INT_UNALIGNED, at));
    }
}
