// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.observation.ObservationDefect.OBS_005_NO_PERMISSION_NEEDED;
import static xe.sim.driver.observation.ObservationDefect.OBS_005_PERF_LEVEL_IGNORED;
import static xe.sim.driver.observation.ObservationDefect.OBS_005_SYSCTL_IGNORED;
import static xe.sim.driver.observation.ObservationDefect.OBS_005_SYS_ADMIN_NOT_ENOUGH;
import static xe.sim.driver.observation.ObservationDefect.OBS_006_ANY_VALUE_TAKEN;

import xe.sim.os.FileTree;
import xe.sim.os.Machine;
import xe.sim.os.Task;

/**
 * Who may observe ({@code xe_observation_paranoid_check()}, {@code perf_allow_cpu()}), and the two sysctls that say so.
 */
final class ObservationPermission {
    private static final int MODE = 0644;

    private final Machine machine;
    private volatile int observationParanoid = 1;
    private volatile int perfEventParanoid = 2;

    ObservationPermission(Machine machine, FileTree tree) {
        this.machine = machine;
        tree.later("/proc", () -> files(tree));
    }

    private void files(FileTree tree) {
        tree.text("/proc/sys/dev/xe/observation_paranoid", MODE, () -> observationParanoid + "\n", text -> {
            int value = number(text);
            if ((value < 0 || value > 1) && !machine.has(OBS_006_ANY_VALUE_TAKEN)) {
                return EINVAL.negated(); // OBS-006
            }
            observationParanoid = value;
            return 0L;
        });
        tree.text("/proc/sys/kernel/perf_event_paranoid", MODE, () -> perfEventParanoid + "\n", text -> {
            perfEventParanoid = number(text);
            return 0L;
        });
    }

    /** The number in the text; -1 for what is none, which no check writes. */
    private static int number(String text) {
        return text.strip().matches("-?[0-9]{1,9}") ? Integer.parseInt(text.strip()) : -1;
    }

    /** 0 or EACCES (OBS-005). */
    long check() {
        boolean open = observationParanoid == 0 && !machine.has(OBS_005_SYSCTL_IGNORED);
        boolean lax = perfEventParanoid <= 0 && !machine.has(OBS_005_PERF_LEVEL_IGNORED);
        boolean capable = machine.task().capable(Task.CAP_PERFMON)
                || (machine.task().capable(Task.CAP_SYS_ADMIN) && !machine.has(OBS_005_SYS_ADMIN_NOT_ENOUGH));
        return open || lax || capable || machine.has(OBS_005_NO_PERMISSION_NEEDED) ? 0 : EACCES.negated();
    }
}
