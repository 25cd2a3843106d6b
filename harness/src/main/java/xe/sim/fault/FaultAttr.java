// SPDX-License-Identifier: MIT
package xe.sim.fault;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ERANGE;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import xe.sim.os.FileTree;
import xe.sim.os.KernelLog;
import xe.sim.os.Machine;

/**
 * A place where failures can be injected ({@code struct fault_attr}, DECLARE_FAULT_ATTR) and its directory in debugfs.
 *
 * <p>One global object of the driver: every card shows the same values (FLT-013).
 */
public final class FaultAttr {
    /** Who makes the call: a worker of the kernel has its own, empty, fault injection state. */
    public enum Caller {
        TASK,
        WORKER
    }

    private static final int MODE = 0600;
    private static final int ALWAYS = 100;
    private static final int MAX_STACK_TRACE_DEPTH = 32;
    private static final long INT_MASK = 0xffffffffL;
    private static final Pattern NUMBER = Pattern.compile("\\+?(0[xX][0-9a-fA-F]+|[0-9]+)\n?");
    private static final Pattern SIGNED = Pattern.compile("-?(0[xX][0-9a-fA-F]+|[0-9]+)\n?");
    private static final Pattern YES = Pattern.compile("([yYtT1]|[oO][nN]).*", Pattern.DOTALL);
    private static final Pattern NO = Pattern.compile("([nNfF0]|[oO][fF]).*", Pattern.DOTALL);

    private final Machine machine;
    private final String name;
    private final boolean stackFilter;
    private final AtomicLong probability = new AtomicLong();
    private final AtomicLong interval = new AtomicLong(1);
    private final AtomicInteger times = new AtomicInteger(1);
    private final AtomicInteger space = new AtomicInteger();
    private final AtomicLong verbose = new AtomicLong(2);
    private final AtomicLong rateInterval = new AtomicLong();
    private final AtomicLong rateBurst = new AtomicLong(10);
    private final AtomicLong stackDepth = new AtomicLong(MAX_STACK_TRACE_DEPTH);
    private final AtomicLong requireStart = new AtomicLong();
    private final AtomicLong requireEnd = new AtomicLong(-1);
    private final AtomicLong rejectStart = new AtomicLong();
    private final AtomicLong rejectEnd = new AtomicLong();
    private final SplittableRandom random = new SplittableRandom(1);
    private volatile boolean taskFilter;
    private long calls;
    private long windowStart;
    private int linesInWindow;

    /**
     * @param name the directory's name, as it shows in the log
     * @param stackFilter whether the kernel has FAULT_INJECTION_STACKTRACE_FILTER
     */
    public FaultAttr(Machine machine, String name, boolean stackFilter) {
        this.machine = machine;
        this.name = name;
        this.stackFilter = stackFilter;
        if (machine.has(FaultDefect.FLT_003_DEFAULT_TIMES_UNLIMITED)) {
            times.set(-1);
        }
        if (machine.has(FaultDefect.FLT_002_FAILS_BY_DEFAULT)) {
            probability.set(ALWAYS);
        }
    }

    /** Whether this call is to fail ({@code should_fail(attr, 1)}); counts it. */
    public boolean shouldFail(Caller caller) {
        return shouldFail(caller, 1);
    }

    /** {@code should_fail_ex()}: the tests in the kernel's order (FLT-001). */
    public synchronized boolean shouldFail(Caller caller, int size) {
        boolean own = caller == Caller.TASK || machine.has(FaultDefect.FLT_010_WORKER_OBEYS_FAIL_NTH);
        if (own && machine.task().failNth().get() > 0) {
            return machine.task().failNth().decrementAndGet() == 0 && inject();
        }
        if (probability.get() == 0) { // FLT-002
            return false;
        }
        if (machine.has(FaultDefect.FLT_001_SPACE_USED_UP_FIRST) && spaceLeft(size)) {
            return false;
        }
        boolean wanted = caller == Caller.TASK && machine.task().makeItFail();
        if (taskFilter && !wanted && !machine.has(FaultDefect.FLT_009_TASK_FILTER_IGNORED)) { // FLT-009
            return false;
        }
        if (times.get() == 0) {
            return false;
        }
        if (!machine.has(FaultDefect.FLT_001_SPACE_USED_UP_FIRST) && spaceLeft(size)) { // FLT-006
            return false;
        }
        long period = interval.get();
        if (period == 0 && machine.has(FaultDefect.FLT_008_INTERVAL_0_DISABLES)) {
            return false;
        }
        if (period > 1 && !machine.has(FaultDefect.FLT_007_INTERVAL_IGNORED)) { // FLT-007, FLT-008
            calls++;
            if (calls % (machine.has(FaultDefect.FLT_007_PERIOD_IS_ONE_LONGER) ? period + 1 : period) != 0) {
                return false;
            }
        }
        return probability.get() > random.nextInt(ALWAYS) && inject();
    }

    /** FLT-006: the test is "more than", so the last unit of the budget is never used. */
    private boolean spaceLeft(int size) {
        int least = machine.has(FaultDefect.FLT_006_WHOLE_SPACE_USED) ? size - 1 : size;
        if (space.get() <= least) {
            return false;
        }
        space.addAndGet(-size);
        return true;
    }

    private boolean inject() {
        dump();
        boolean counts = times.get() > 0
                ? !machine.has(FaultDefect.FLT_004_TIMES_NOT_COUNTED)
                : times.get() == -1 && machine.has(FaultDefect.FLT_005_UNLIMITED_IS_COUNTED);
        if (counts) {
            boolean resets = machine.has(FaultDefect.FLT_004_TIMES_START_AGAIN) && times.get() == 1;
            times.set(resets ? 1 : times.get() - 1);
        }
        return true;
    }

    /** {@code fail_dump()} (FLT-011). */
    private void dump() {
        long level = verbose.get();
        if ((level == 0 && !machine.has(FaultDefect.FLT_011_NEVER_SILENT)) || rateLimited()) {
            return;
        }
        KernelLog log = machine.log();
        log.printk(
                KernelLog.NOTICE,
                "FAULT_INJECTION: forcing a failure.\nname %s, interval %s, probability %s, space %d, times %d"
                        .formatted(
                                name,
                                Long.toUnsignedString(interval.get()),
                                Long.toUnsignedString(probability.get()),
                                space.get(),
                                times.get()));
        if (level > 1 && !machine.has(FaultDefect.FLT_011_NO_STACK_TRACE)) {
            log.printk(KernelLog.INFO, "CPU: 0 UID: 0 PID: 42 Comm: kworker/u8:0");
            log.printk(KernelLog.INFO, "Call Trace:");
            log.printk(KernelLog.INFO, " <TASK>");
            log.printk(KernelLog.INFO, " dump_stack_lvl+0x5d/0x80");
            log.printk(KernelLog.INFO, " should_fail_ex+0x1a3/0x250");
            log.printk(KernelLog.INFO, " </TASK>");
        }
    }

    private boolean rateLimited() {
        long windowMs = rateInterval.get();
        if (windowMs == 0) {
            return false;
        }
        long now = System.nanoTime();
        if (now - windowStart > windowMs * 1_000_000) {
            windowStart = now;
            linesInWindow = 0;
        }
        linesInWindow++;
        return linesInWindow > rateBurst.get();
    }

    /** {@code fault_create_debugfs_attr()}: makes the directory {@code parent/name} with one file per setting. */
    public void createDir(FileTree tree, String parent) {
        String base = parent + "/" + name;
        tree.directory(base, 0755);
        unsigned(tree, base + "/probability", probability, -1L);
        unsigned(tree, base + "/interval", interval, -1L);
        signed(tree, base + "/times", times);
        signed(tree, base + "/space", space);
        unsigned(tree, base + "/verbose", verbose, -1L);
        unsigned(tree, base + "/verbose_ratelimit_interval_ms", rateInterval, INT_MASK);
        unsigned(tree, base + "/verbose_ratelimit_burst", rateBurst, INT_MASK);
        tree.text(base + "/task-filter", MODE, () -> taskFilter ? "Y\n" : "N\n", this::storeTaskFilter);
        if (stackFilter) {
            tree.text(base + "/stacktrace-depth", MODE, () -> stackDepth.get() + "\n", text -> {
                long result = storeUnsigned(stackDepth, text);
                stackDepth.set(Math.clamp(stackDepth.get(), 0, MAX_STACK_TRACE_DEPTH));
                return result;
            });
            address(tree, base + "/require-start", requireStart);
            address(tree, base + "/require-end", requireEnd);
            address(tree, base + "/reject-start", rejectStart);
            address(tree, base + "/reject-end", rejectEnd);
        }
    }

    private static void unsigned(FileTree tree, String path, AtomicLong value, long mask) {
        tree.text(
                path, MODE, () -> Long.toUnsignedString(value.get() & mask) + "\n", text -> storeUnsigned(value, text));
    }

    private static void address(FileTree tree, String path, AtomicLong value) {
        tree.text(path, MODE, () -> "0x%016x\n".formatted(value.get()), text -> storeUnsigned(value, text));
    }

    private static void signed(FileTree tree, String path, AtomicInteger value) {
        tree.text(path, MODE, () -> value.get() + "\n", text -> storeSigned(value, text));
    }

    private long storeTaskFilter(String text) {
        if (YES.matcher(text).matches()) {
            taskFilter = true;
        } else if (NO.matcher(text).matches()) {
            taskFilter = false;
        }
        return 0; // what is neither changes nothing and is no error
    }

    private static long storeUnsigned(AtomicLong value, String text) {
        if (!NUMBER.matcher(text).matches()) {
            return EINVAL.negated();
        }
        BigInteger parsed = number(text);
        if (parsed.bitLength() > Long.SIZE) {
            return ERANGE.negated();
        }
        value.set(parsed.longValue());
        return 0;
    }

    private static long storeSigned(AtomicInteger value, String text) {
        if (!SIGNED.matcher(text).matches()) {
            return EINVAL.negated();
        }
        boolean negative = text.startsWith("-");
        BigInteger magnitude = number(negative ? text.substring(1) : text);
        if (magnitude.bitLength() >= Long.SIZE) {
            return ERANGE.negated();
        }
        value.set((int) (negative ? -magnitude.longValue() : magnitude.longValue()));
        return 0;
    }

    /** kstrtoull() with base 0: a leading 0x is hexadecimal, a leading 0 octal. */
    private static BigInteger number(String text) {
        String digits = text.strip();
        digits = digits.startsWith("+") ? digits.substring(1) : digits;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            return new BigInteger(digits.substring(2), 16);
        }
        boolean octal = digits.length() > 1 && digits.startsWith("0") && digits.matches("[0-7]+");
        return new BigInteger(digits, octal ? 8 : 10);
    }
}
