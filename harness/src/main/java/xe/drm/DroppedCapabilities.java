// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;

/**
 * Capabilities that the calling thread does without until this is closed, by the same thread. A thread that never had them
 * goes on without.
 */
public final class DroppedCapabilities implements AutoCloseable {
    public static final int CAP_SYS_ADMIN = 21;
    public static final int CAP_SYS_NICE = 23;
    public static final int CAP_PERFMON = 38;

    private static final int VERSION_3 = 0x2008_0522;
    private static final int HEADER_SIZE = 8;
    private static final int DATA_SIZE = 24;
    private static final int HIGH_HALF = 12;

    private final Kernel kernel;
    private final NativeMemory header;
    private final NativeMemory sets;
    private final MemorySegment before;

    private DroppedCapabilities(Kernel kernel) {
        this.kernel = kernel;
        this.header = NativeMemory.allocate(kernel, HEADER_SIZE);
        this.sets = NativeMemory.allocate(kernel, DATA_SIZE);
        header.segment().set(ValueLayout.JAVA_INT, 0, VERSION_3);
        kernel.capget(header.address(), sets.address()).orThrow("capget");
        this.before = MemorySegment.ofArray(sets.segment().toArray(ValueLayout.JAVA_BYTE));
    }

    /** Takes the capabilities out of the thread's effective set. */
    public static DroppedCapabilities drop(Kernel kernel, int... capabilities) {
        DroppedCapabilities dropped = new DroppedCapabilities(kernel);
        for (int capability : capabilities) {
            long at = capability / Integer.SIZE * (long) HIGH_HALF;
            int mask = dropped.sets.segment().get(ValueLayout.JAVA_INT, at);
            dropped.sets.segment().set(ValueLayout.JAVA_INT, at, mask & ~(1 << capability));
        }
        kernel.capset(dropped.header.address(), dropped.sets.address()).orThrow("capset");
        return dropped;
    }

    /** Takes away what lets a user observe the device. */
    public static DroppedCapabilities ofObservers(Kernel kernel) {
        return drop(kernel, CAP_PERFMON, CAP_SYS_ADMIN);
    }

    @Override
    public void close() {
        sets.segment().copyFrom(before);
        kernel.capset(header.address(), sets.address()).orThrow("capset");
        sets.close();
        header.close();
    }
}
