// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.device.RebindDefect.FLT_036_RETVAL_IGNORED;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import xe.sim.fault.FaultAttr;
import xe.sim.os.FileTree;
import xe.sim.os.Machine;

/**
 * Functions of the driver that error injection can make fail (CONFIG_FAIL_FUNCTION), and their directory in debugfs (FLT-036).
 */
public final class FailFunctions {
    private static final String BASE = "/sys/kernel/debug/fail_function";
    private static final int MODE = 0600;
    private static final int MAX_ERRNO = 4095;
    private static final Set<String> INJECTABLE = Set.of(
            "vm_bind_ioctl_ops_create",
            "vm_bind_ioctl_ops_execute",
            "xe_exec_queue_create",
            "xe_exec_queue_create_bind",
            "xe_pt_create",
            "xe_pt_update_ops_prepare",
            "xe_pt_update_ops_run",
            "xe_sync_entry_parse",
            "xe_vm_add_compute_exec_queue",
            "xe_vm_create_scratch",
            "xe_vma_ops_alloc");

    private final Machine machine;
    private final FileTree tree;
    private final FaultAttr attribute;
    private final Map<String, Long> injected = new ConcurrentHashMap<>();

    FailFunctions(Machine machine, FileTree tree, boolean files) {
        this.machine = machine;
        this.tree = tree;
        this.attribute = new FaultAttr(machine, "fail_function", true);
        if (files) {
            tree.later("/sys", this::createFiles);
        }
    }

    private void createFiles() {
        attribute.createDir(tree, "/sys/kernel/debug");
        tree.text(BASE + "/inject", MODE, this::list, this::inject);
        tree.text(
                BASE + "/injectable",
                0400,
                () -> INJECTABLE.stream()
                        .sorted()
                        .map(name -> name + "\tERRNO\n")
                        .collect(Collectors.joining()));
    }

    /** What the caller of {@code function} gets in its place: 0 to go on, or a negated errno. */
    public long check(String function) {
        return check(function, FaultAttr.Caller.TASK);
    }

    /** {@link #check(String)} on the path of a worker. */
    public long check(String function, FaultAttr.Caller caller) {
        Long retval = injected.get(function);
        if (retval == null || !attribute.shouldFail(caller)) {
            return 0;
        }
        return machine.has(FLT_036_RETVAL_IGNORED) ? EINVAL.negated() : retval;
    }

    private String list() {
        return injected.isEmpty() ? "# not injected\n" : String.join("\n", injected.keySet()) + "\n";
    }

    /** A name adds a function, a name after {@code !} removes one, nothing removes all ({@code fei_write()}). */
    private long inject(String text) {
        String name = text.strip();
        if (name.isEmpty()) {
            injected.keySet().forEach(this::remove);
            return 0;
        }
        if (name.startsWith("!")) {
            remove(name.substring(1));
            return 0;
        }
        if (!INJECTABLE.contains(name)) {
            return EINVAL.negated();
        }
        if (injected.putIfAbsent(name, EINVAL.negated()) != null) {
            return EBUSY.negated();
        }
        tree.text(
                BASE + "/" + name + "/retval",
                MODE,
                () -> Long.toHexString(injected.getOrDefault(name, 0L)) + "\n",
                value -> setRetval(name, value));
        return 0;
    }

    private void remove(String name) {
        if (injected.remove(name) != null) {
            tree.remove(BASE + "/" + name);
        }
    }

    /** A negative errno, written as an unsigned number. */
    private long setRetval(String name, String text) {
        long value;
        try {
            String digits = text.strip();
            value = digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            return EINVAL.negated();
        }
        if (value >= 0 || value < -MAX_ERRNO) {
            return EINVAL.negated();
        }
        injected.replace(name, value);
        return 0;
    }
}
