// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import xe.report.Check;

/** What checks can do to the process that runs them. None of them is in an index: the tests of the supervisor name them. */
@SuppressWarnings("restricted")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultyChecks {
    /** The check {@code faulty.METHOD}. */
    static Check check(String method) {
        return check(FaultyChecks.class, method);
    }

    static Check check(Class<?> type, String method) {
        String name = type.getName();
        return new Check(
                (type == More.class ? "faulty.more-" : "faulty.") + method.toLowerCase(Locale.ROOT),
                "[engine:junit-jupiter]/[class:%s]/[method:%s]"
                        .formatted(
                                name,
                                method
                                        + (List.of("tells", "warns", "saysWho", "saysWhoToo")
                                                        .contains(method)
                                                ? "(org.junit.jupiter.api.TestReporter)"
                                                : "()")),
                List.of(),
                name,
                method,
                method + "()",
                List.of(),
                List.of());
    }

    static List<Check> checks(String... methods) {
        return Stream.of(methods).map(FaultyChecks::check).toList();
    }

    @Test
    @Order(1)
    void first() {}

    @Test
    @Order(2)
    void spins() {
        spin();
    }

    private static void spin() {
        while (!Thread.interrupted()) {
            Thread.onSpinWait();
        }
    }

    /** A system call that never returns, and that no interrupt reaches. */
    @Test
    @Order(3)
    void blocks() throws Throwable {
        int ignored =
                (int) libc("pause", FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact();
        throw new AssertionError("pause returned " + ignored);
    }

    @Test
    @Order(4)
    void crashes() throws Throwable {
        MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 1);
    }

    @Test
    @Order(5)
    void isKilled() throws IOException {
        new ProcessBuilder(
                        "kill", "-KILL", Long.toString(ProcessHandle.current().pid()))
                .start();
        spin();
    }

    @Test
    @Order(6)
    void exits() {
        System.exit(0);
    }

    /** Writes what looks like the supervisor's business on standard output. */
    @Test
    @Order(7)
    void prints() {
        System.out.println("{\"id\":\"faulty.last\",\"status\":\"failed\"}");
        System.out.print("no end of line");
    }

    @Test
    @Order(8)
    void tells(TestReporter reporter) {
        reporter.publishEntry("trace", "a\u0001 \"b\"\n{\"begin\":\"x\"}");
        reporter.publishEntry("warning", "xe: oh");
        throw new AssertionError("as it should");
    }

    @Test
    @Order(9)
    void warns(TestReporter reporter) {
        reporter.publishEntry("warning", "xe: oh\nxe: dear");
    }

    private static void tellPid(TestReporter reporter) {
        reporter.publishEntry("trace", Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void saysWho(TestReporter reporter) {
        tellPid(reporter);
    }

    @Test
    void saysWhoToo(TestReporter reporter) {
        tellPid(reporter);
    }

    /** A second class of such. */
    static class More {
        @Test
        void saysWho(TestReporter reporter) {
            tellPid(reporter);
        }

        @Test
        void saysWhoToo(TestReporter reporter) {
            tellPid(reporter);
        }
    }

    @Test
    @Order(10)
    void last() {}

    private static MethodHandle libc(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
