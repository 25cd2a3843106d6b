// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RebindDefect.FLT_013_OLDEST_FILE_ONLY;
import static xe.sim.driver.device.RebindDefect.FLT_014_EVERY_VM_FAILS;
import static xe.sim.driver.device.RebindDefect.FLT_021_NO_FAIL_GT_RESET;
import static xe.sim.driver.device.RebindDefect.FLT_022_CSC_ERROR_EVERYWHERE;
import static xe.sim.driver.device.RebindDefect.FLT_030_FAILS_BY_DEFAULT;
import static xe.sim.driver.device.RebindDefect.FLT_033_RESTART_FAILS_AGAIN;
import static xe.sim.driver.device.RebindDefect.FLT_034_BUDGET_USED_TWICE;

import java.util.concurrent.atomic.AtomicInteger;
import xe.sim.fault.FaultAttr;
import xe.sim.os.FileTree;

/**
 * The fault attributes of a device: what its debugfs directory can make fail.
 */
final class InjectedFaults {
    private final XeDevice device;
    private final FaultAttr rebind;
    private final FaultAttr gtReset;
    private final AtomicInteger rebindFailures = new AtomicInteger();

    InjectedFaults(XeDevice device) {
        this.device = device;
        this.rebind = new FaultAttr(device.machine(), "rebind_enospc", true); // FLT-024: the name is a guess
        this.gtReset = new FaultAttr(device.machine(), "fail_gt_reset", true);
    }

    void createFiles(FileTree tree, String directory) {
        if (!device.has(FLT_021_NO_FAIL_GT_RESET)) {
            gtReset.createDir(tree, directory);
        }
        if (device.profile().name().equals("BMG") || device.has(FLT_022_CSC_ERROR_EVERYWHERE)) {
            new FaultAttr(device.machine(), "inject_csc_hw_error", true).createDir(tree, directory); // FLT-022
        }
        if (device.series()) {
            rebind.createDir(tree, directory); // FLT-023: the place is a guess
        }
    }

    boolean failsGtReset(FaultAttr.Caller caller) {
        return gtReset.shouldFail(caller);
    }

    /** Whether the rebind worker is to fail by the attribute of patch 2. */
    boolean failsRebind(XeVm vm) {
        boolean oldest = device.files().isEmpty() || vm.file() == device.files().getFirst();
        if (!oldest && device.has(FLT_013_OLDEST_FILE_ONLY)) {
            return false;
        }
        if (device.has(FLT_014_EVERY_VM_FAILS)
                && rebindFailures.get() > 0
                && vm.rebindWorker().failures() == 0) {
            return true;
        }
        boolean again = rebindFailures.get() > 0 && device.has(FLT_033_RESTART_FAILS_AGAIN);
        boolean fails = rebind.shouldFail(FaultAttr.Caller.WORKER) || again || device.has(FLT_030_FAILS_BY_DEFAULT);
        boolean twice = fails && device.has(FLT_034_BUDGET_USED_TWICE) && rebind.shouldFail(FaultAttr.Caller.WORKER);
        rebindFailures.addAndGet((fails ? 1 : 0) + (twice ? 1 : 0));
        return fails;
    }
}
