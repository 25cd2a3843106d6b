// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.sim.drm.CoreDefect.CORE_010_SIZE_COMPARED;
import static xe.sim.drm.CoreDefect.CORE_011_WRITE_BIT_IGNORED;
import static xe.sim.drm.CoreDefect.CORE_012_READ_BIT_IGNORED;
import static xe.sim.drm.CoreDefect.CORE_013_SHORT_STRUCT_NOT_CLEARED;
import static xe.sim.drm.CoreDefect.CORE_014_TAIL_CLEARED;
import static xe.sim.drm.CoreDefect.CORE_015_LARGE_SIZE_E2BIG;
import static xe.sim.drm.CoreDefect.CORE_016_SIZE_ZERO_TOUCHES_POINTER;
import static xe.sim.drm.CoreDefect.CORE_017_WRITE_ONLY_DOES_NOTHING;
import static xe.sim.drm.CoreDefect.CORE_018_READ_ONLY_EINVAL;
import static xe.sim.drm.CoreDefect.CORE_019_WRITE_ONLY_ENTRY_COPIED_OUT;
import static xe.sim.drm.CoreDefect.CORE_020_READ_ONLY_ARGUMENTS_READ;
import static xe.sim.drm.CoreDefect.CORE_021_NO_COPY_IN_EFAULT;
import static xe.sim.drm.CoreDefect.CORE_022_NULL_READS_ZEROS;
import static xe.sim.drm.CoreDefect.CORE_023_PARTIAL_COPY_ACCEPTED;
import static xe.sim.drm.CoreDefect.CORE_024_WRITABILITY_CHECKED_FIRST;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import xe.kernel.Ioc;
import xe.sim.os.Machine;
import xe.uapi.Ioctl;

/**
 * The kernel's copy of an ioctl's struct, and what of it is copied in and out (CORE-010 to CORE-016).
 */
final class IoctlCopy {
    private static final int LARGE = 4096;

    private final DrmDevice device;
    private final Machine machine;
    private final Ioctl ioctl;
    private final int request;
    private final long argument;
    private final int size;
    private final int in;
    private final int out;
    private final byte[] bytes;

    IoctlCopy(DrmDevice device, IoctlTable.Entry entry, int request, long argument) {
        this.device = device;
        this.machine = device.machine();
        this.ioctl = entry.ioctl();
        this.request = request;
        this.argument = argument;
        this.size = Ioc.size(request);
        this.in = copies(Ioc.WRITE) ? size : 0;
        this.out = copies(Ioc.READ) ? size : device.extraOut(ioctl);
        this.bytes = new byte[Math.max(Math.max(in, out), ioctl.struct().size())];
    }

    /** CORE-011, CORE-012: both the caller's command and the table's must carry the bit. */
    private boolean copies(int direction) {
        int caller = Ioc.direction(request);
        int table = Ioc.direction(ioctl.request());
        if ((caller & table & direction) != 0) {
            return true;
        }
        boolean writeOnly = table == Ioc.WRITE;
        if (direction == Ioc.WRITE) {
            boolean whole = caller == Ioc.READ && writeOnly && machine.has(CORE_020_READ_ONLY_ARGUMENTS_READ);
            return whole || ((table & Ioc.WRITE) != 0 && machine.has(CORE_011_WRITE_BIT_IGNORED));
        }
        boolean careless = caller == Ioc.READ_WRITE && writeOnly && machine.has(CORE_019_WRITE_ONLY_ENTRY_COPIED_OUT);
        if (careless) {
            return true;
        }
        return (table & Ioc.READ) != 0 && machine.has(CORE_012_READ_BIT_IGNORED);
    }

    MemorySegment data() {
        return MemorySegment.ofArray(bytes);
    }

    /** Copies in; 0, or a negated errno with which the call ends. */
    long in() {
        long refused = refusedByDefect();
        if (refused == 0) {
            refused = device.checkRequest(ioctl, request, argument);
        }
        if (refused != 0) {
            return refused;
        }
        MemorySegment wanted = data().asSlice(0, in);
        if (in > 0 && !machine.memory().copyFrom(argument, wanted)) {
            boolean zeros = argument == 0 && machine.has(CORE_022_NULL_READS_ZEROS);
            boolean part = argument != 0 && machine.has(CORE_023_PARTIAL_COPY_ACCEPTED) && startsReadable();
            if (!zeros && !part) {
                return device.badPointer(ioctl, argument); // CORE-022, CORE-023
            }
        }
        if (in > 0 && in < bytes.length && machine.has(CORE_013_SHORT_STRUCT_NOT_CLEARED)) {
            Arrays.fill(bytes, in, bytes.length, (byte) 0xa5);
        }
        if (out > 0
                && machine.has(CORE_024_WRITABILITY_CHECKED_FIRST)
                && !machine.memory().copyTo(argument, data().asSlice(0, out))) {
            return EFAULT.negated();
        }
        return 0;
    }

    /** Copies out; false (EFAULT) if the memory cannot be written. */
    boolean out() {
        if (out > ioctl.struct().size() && machine.has(CORE_014_TAIL_CLEARED)) {
            Arrays.fill(bytes, ioctl.struct().size(), out, (byte) 0);
        }
        return out == 0 || machine.memory().copyTo(argument, data().asSlice(0, out));
    }

    private boolean startsReadable() {
        return machine.memory().copyFrom(argument, data().asSlice(0, 1));
    }

    private long refusedByDefect() {
        int caller = Ioc.direction(request);
        int table = Ioc.direction(ioctl.request());
        if (size != ioctl.struct().size() && machine.has(CORE_010_SIZE_COMPARED)) {
            return EINVAL.negated();
        }
        if (size > LARGE && machine.has(CORE_015_LARGE_SIZE_E2BIG)) {
            return E2BIG.negated();
        }
        if (size == 0
                && machine.has(CORE_016_SIZE_ZERO_TOUCHES_POINTER)
                && !machine.memory().copyFrom(argument, MemorySegment.ofArray(new byte[1]))) {
            return EFAULT.negated();
        }
        if (table == Ioc.READ_WRITE && caller == Ioc.WRITE && machine.has(CORE_017_WRITE_ONLY_DOES_NOTHING)) {
            return EINVAL.negated();
        }
        if (table == Ioc.READ_WRITE && caller == Ioc.READ && machine.has(CORE_018_READ_ONLY_EINVAL)) {
            return EINVAL.negated();
        }
        if (table == Ioc.WRITE && caller == Ioc.READ && machine.has(CORE_021_NO_COPY_IN_EFAULT)) {
            return EFAULT.negated();
        }
        return 0;
    }
}
