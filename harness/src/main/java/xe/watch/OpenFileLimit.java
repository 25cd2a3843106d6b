// SPDX-License-Identifier: MIT
package xe.watch;

import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.uapi.Rlimit64;
import xe.uapi.StructView;

/**
 * This process's soft RLIMIT_NOFILE, lowered until closed. Descriptors that are open keep working.
 */
public final class OpenFileLimit implements AutoCloseable {
    private final Kernel kernel;
    private final NativeMemory limit;
    private final long before;

    private OpenFileLimit(Kernel kernel, NativeMemory limit, long before) {
        this.kernel = kernel;
        this.limit = limit;
        this.before = before;
    }

    /** Lets the process have no descriptors with numbers from {@code soft} up. */
    public static OpenFileLimit lower(Kernel kernel, long soft) {
        NativeMemory limit = NativeMemory.allocate(kernel, Rlimit64.STRUCT.size());
        kernel.prlimit(0, Abi.RLIMIT_NOFILE, 0, limit.address()).orThrow("prlimit64(RLIMIT_NOFILE)");
        StructView view = new StructView(Rlimit64.STRUCT, limit.segment());
        OpenFileLimit lowered = new OpenFileLimit(kernel, limit, view.get("rlim_cur"));
        lowered.set(soft);
        return lowered;
    }

    /** The number that the next descriptor will have. */
    public static int lowestFree(Kernel kernel) {
        int free = kernel.eventfd2(0, 0).intOrThrow("eventfd2");
        kernel.close(free).orThrow("close");
        return free;
    }

    private void set(long soft) {
        new StructView(Rlimit64.STRUCT, limit.segment()).set("rlim_cur", soft);
        kernel.prlimit(0, Abi.RLIMIT_NOFILE, limit.address(), 0).orThrow("prlimit64(RLIMIT_NOFILE, " + soft + ")");
    }

    /** Puts the soft limit back to what it was. */
    @Override
    public void close() {
        set(before);
        limit.close();
    }
}
