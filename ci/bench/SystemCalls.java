// SPDX-License-Identifier: MIT
package xe.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.LinuxKernel;
import xe.kernel.NativeMemory;

/**
 * What a system call costs through the seam, in CPU time of the thread: on a busy machine wall time says little. calls.c makes the
 * same calls in C.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle IOCTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(2));
    private static final MemorySegment CAPTURED = Arena.global().allocate(Linker.Option.captureStateLayout());

    private final Kernel kernel = new LinuxKernel();
    private final NativeMemory memory = NativeMemory.allocate(kernel, 64);
    private final long address = memory.address();
    private int in;
    private int out;

    /** JMH sums these up for each benchmark; their quotient is the result. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long start;
        public long calls;
        public long nanoseconds;

        @Setup(Level.Iteration)
        public void start() {
            calls = 0;
            start = threads.getCurrentThreadCpuTime();
        }

        @TearDown(Level.Iteration)
        public void stop() {
            nanoseconds = threads.getCurrentThreadCpuTime() - start;
        }
    }

    /** A pipe with eight bytes in it, and at address + 16 the struct pollfd that waits for them. */
    @Setup
    public void fillPipe() {
        MemorySegment bytes = memory.segment();
        kernel.pipe2(address, Abi.O_NONBLOCK).orThrow("pipe2");
        in = bytes.get(ValueLayout.JAVA_INT, 0);
        out = bytes.get(ValueLayout.JAVA_INT, 4);
        kernel.write(out, address, 8).orThrow("write");
        bytes.set(ValueLayout.JAVA_INT, 16, in);
        bytes.set(ValueLayout.JAVA_SHORT, 20, (short) Abi.POLLIN);
    }

    @TearDown
    public void close() {
        kernel.close(in).ignore();
        kernel.close(out).ignore();
        memory.close();
    }

    @Benchmark
    public long fionread(Cpu cpu) {
        cpu.calls++;
        return kernel.ioctl(in, Abi.FIONREAD, address).raw();
    }

    /** The same without the seam: what FFM itself costs. */
    @Benchmark
    public long bare(Cpu cpu) throws Throwable {
        cpu.calls++;
        return (int) IOCTL.invokeExact(CAPTURED, in, (long) Abi.FIONREAD, address);
    }

    /** EBADF, with errno read. */
    @Benchmark
    public long ebadf(Cpu cpu) {
        cpu.calls++;
        return kernel.ioctl(-1, Abi.FIONREAD, address).raw();
    }

    @Benchmark
    public long poll(Cpu cpu) {
        cpu.calls++;
        return kernel.poll(address + 16, 1, 0).raw();
    }

    @Benchmark
    public long writeRead(Cpu cpu) {
        cpu.calls++;
        return kernel.write(out, address, 8).raw() + kernel.read(in, address, 8).raw();
    }
}
