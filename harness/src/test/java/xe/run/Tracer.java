// SPDX-License-Identifier: MIT
package xe.run;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/** Traces one process until another one ends, and never asks what becomes of it: killed, it does not go. */
@SuppressWarnings("restricted")
final class Tracer {
    /** Printed once it traces. */
    static final int DONE = 't';

    private static final long PTRACE_SEIZE = 0x4206;
    private static final int DEADLINE_S = 60;

    private Tracer() {}

    public static void main(String[] pids) throws Throwable {
        Linker linker = Linker.nativeLinker();
        long result = (long) linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("ptrace"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG))
                .invokeExact(PTRACE_SEIZE, Long.parseLong(pids[0]), 0L, 0L);
        if (result == 0) {
            System.out.write(DONE);
            System.out.flush();
            ProcessHandle.of(Long.parseLong(pids[1])).orElseThrow().onExit().get(DEADLINE_S, TimeUnit.SECONDS);
        }
    }
}
