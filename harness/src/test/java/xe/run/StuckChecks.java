// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentest4j.TestAbortedException;

/** A check whose process no signal ends, as far as its parent can tell, between two that are none. */
@SuppressWarnings("restricted")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StuckChecks {
    private static final int PR_SET_PTRACER = 0x59616d61;

    @Test
    @Order(1)
    void passes() {}

    /** No parent learns of the death of a process before the one that traces it does, and {@link Tracer} never looks. */
    @Test
    @Order(2)
    void isStuck() throws Throwable {
        Linker linker = Linker.nativeLinker();
        int ignored = (int) linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("prctl"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                .invokeExact(PR_SET_PTRACER, -1L); // needed where Yama is, else an error
        if (trace() != Tracer.DONE) {
            throw new TestAbortedException("NO_PTRACE: no process may trace another one here");
        }
        while (true) {
            LockSupport.park();
        }
    }

    private static int trace() throws IOException {
        ProcessHandle worker = ProcessHandle.current();
        return new ProcessBuilder(Program.java(
                        Program.CLASS_PATH,
                        Tracer.class,
                        Long.toString(worker.pid()),
                        Long.toString(worker.parent().orElseThrow().pid())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .getInputStream()
                .read();
    }

    @Test
    @Order(3)
    void neverRuns() {}
}
