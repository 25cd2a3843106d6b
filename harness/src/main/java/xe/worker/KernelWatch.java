// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import xe.drm.KernelLog;
import xe.kernel.LinuxKernel;
import xe.kernel.SyscallException;

/**
 * Looks at this machine's kernel from outside of the worker: its log, whether it is tainted, and whether lockdep still works. What
 * this user may not see it goes without, and {@link #blindness} says so.
 */
public final class KernelWatch implements AutoCloseable {
    /** The taints that only a bug sets, by bit (admin-guide/tainted-kernels.rst). */
    private static final Map<Integer, String> BAD =
            new TreeMap<>(Map.of(4, "machine check", 5, "bad page", 7, "oops", 9, "WARN", 14, "soft lockup"));

    private static final String LOCKDEP_OFF = "debug_locks: *0";

    private final Path root;
    private final boolean keepGoing;
    private final @Nullable KernelLeaks leaks;
    private final List<String> blindness = new ArrayList<>();
    private @Nullable KernelLog log;
    private long taint;
    private boolean lockdepOff;

    /**
     * @param root of the file system
     * @param keepGoing whether damage is no reason to end
     * @param leaks null for no search
     */
    public KernelWatch(Path root, boolean keepGoing, @Nullable KernelLeaks leaks) {
        this.root = root;
        this.keepGoing = keepGoing;
        try {
            log = KernelLog.openAtEnd(new LinuxKernel());
        } catch (SyscallException e) {
            blindness.add("the kernel log (" + e.getMessage() + ")");
        }
        Optional<String> tainted = read("proc/sys/kernel/tainted");
        if (tainted.isEmpty()) {
            blindness.add("taint (/proc/sys/kernel/tainted)");
        }
        if (read("proc/lockdep_stats").isEmpty()) {
            blindness.add("lockdep (no /proc/lockdep_stats)");
        }
        Optional<String> noSearch = Optional.ofNullable(leaks).flatMap(KernelLeaks::missing);
        noSearch.ifPresent(why -> blindness.add("memory leaks (" + why + ")"));
        this.leaks = noSearch.isEmpty() ? leaks : null;
        taint = tainted();
        lockdepOff = lockdepOff();
    }

    /** What is not seen, and why. */
    public List<String> blindness() {
        return List.copyOf(blindness);
    }

    /** The bad taints that were there before anything ran. */
    public List<String> taintedBefore() {
        return names(taint);
    }

    private static List<String> names(long bits) {
        return BAD.entrySet().stream()
                .filter(bit -> (bits >> bit.getKey() & 1) != 0)
                .map(Map.Entry::getValue)
                .toList();
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private long tainted() {
        return read("proc/sys/kernel/tainted").map(Long::parseLong).orElse(0L);
    }

    private boolean lockdepOff() {
        return read("proc/lockdep_stats").stream()
                .flatMap(String::lines)
                .anyMatch(line -> line.strip().matches(LOCKDEP_OFF));
    }

    /** What has become of the kernel since this was last asked, if it is in no state to go on. */
    public Optional<String> damage() {
        if (keepGoing) {
            return Optional.empty();
        }
        long now = tainted();
        List<String> added = names(now & ~taint);
        boolean lockdepLost = lockdepOff() && !lockdepOff;
        taint |= now;
        lockdepOff |= lockdepLost;
        if (!added.isEmpty()) {
            return Optional.of("the kernel is tainted now: " + String.join(", ", added));
        }
        return lockdepLost ? Optional.of("lockdep found a problem and is off now") : Optional.empty();
    }

    /** Whether what is found after a check is put down to it. */
    boolean judges() {
        return !keepGoing || leaks != null;
    }

    /**
     * What the kernel has leaked since it was last searched for that.
     *
     * @param last whether no check follows
     * @param ends waits so long for the end of this process to begin, and whether it has
     */
    Optional<String> leaks(boolean last, Predicate<Duration> ends) {
        return leaks == null || !(last || leaks.when() == KernelLeaks.When.CHECK)
                ? Optional.empty()
                : leaks.search(ends);
    }

    /** Whether what has leaked is seen after the last check alone. */
    boolean leaksAtTheEnd() {
        return leaks != null && leaks.when() == KernelLeaks.When.RUN;
    }

    /** The log is from here on. */
    void mark() {
        KernelLog open = log;
        if (open != null) {
            open.mark();
        }
    }

    /** The log since the mark. */
    String log() {
        KernelLog open = log;
        return open == null
                ? ""
                : open.read().stream().map(KernelLog.Line::message).collect(Collectors.joining("\n"));
    }

    /** Has the kernel log where every blocked task waits, if this user may (sysrq w). */
    void tellBlockedTasks() {
        Path trigger = root.resolve("proc/sysrq-trigger");
        if (Files.isWritable(trigger)) {
            try {
                Files.writeString(trigger, "w");
            } catch (IOException e) {
                // then without
            }
        }
    }

    @Override
    public void close() {
        KernelLog open = log;
        if (open != null) {
            open.close();
            log = null;
        }
    }
}
