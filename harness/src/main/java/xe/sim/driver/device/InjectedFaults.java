// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RebindDefect.FLT_013_NEWEST_VM_ONLY;
import static xe.sim.driver.device.RebindDefect.FLT_013_OLDEST_FILE_ONLY;
import static xe.sim.driver.device.RebindDefect.FLT_013_OLDEST_VM_ONLY;
import static xe.sim.driver.device.RebindDefect.FLT_014_EVERY_VM_FAILS;
import static xe.sim.driver.device.RebindDefect.FLT_021_NO_FAIL_GT_RESET;
import static xe.sim.driver.device.RebindDefect.FLT_022_CSC_ERROR_EVERYWHERE;
import static xe.sim.driver.device.RebindDefect.FLT_023_BELOW_TILE_0;
import static xe.sim.driver.device.RebindDefect.FLT_024_ANOTHER_NAME;
import static xe.sim.driver.device.RebindDefect.FLT_025_BEFORE_THE_REBIND;
import static xe.sim.driver.device.RebindDefect.FLT_026_IDLE_RUN_FAILS;
import static xe.sim.driver.device.RebindDefect.FLT_030_FAILS_BY_DEFAULT;
import static xe.sim.driver.device.RebindDefect.FLT_033_RESTART_FAILS_AGAIN;
import static xe.sim.driver.device.RebindDefect.FLT_034_BUDGET_USED_TWICE;
import static xe.sim.driver.device.RebindDefect.FLT_035_PLAIN_VM_HIT;
import static xe.sim.driver.device.RebindDefect.FLT_040_PLAIN_VM_SPARED;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import xe.sim.fault.FaultAttr;
import xe.sim.os.FileTree;

/**
 * The fault attributes of a device: what its debugfs directory can make fail.
 */
final class InjectedFaults {
    private final XeDevice device;
    private final RebindFault form;
    private final FaultAttr rebind;
    private final FaultAttr gtReset;
    private final AtomicInteger rebindFailures = new AtomicInteger();

    InjectedFaults(XeDevice device) {
        this.device = device;
        this.form = device.options().rebindFault();
        this.rebind = new FaultAttr(device.machine(), name(form), true);
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
            rebind.createDir(tree, rebindDirectory(directory)); // FLT-023
        }
    }

    boolean failsGtReset(FaultAttr.Caller caller) {
        return gtReset.shouldFail(caller);
    }

    private String name(RebindFault form) {
        return device.has(FLT_024_ANOTHER_NAME) ? "rebind_fault" : form.directory();
    }

    private String rebindDirectory(String base) {
        return device.has(FLT_023_BELOW_TILE_0) ? base + "/tile0" : base;
    }

    /**
     * {@code xe_vm_inject_rebind_error()}: whether a run of the rebind worker that got as far as {@code step} is to fail.
     *
     * @param step where the worker asks; each form of the attribute has its own place
     */
    boolean failsRebind(XeVm vm, RebindStep step) {
        return step == step() && (hitsEveryVm() || vm.restartable()) && failsRebind(vm);
    }

    /** FLT-025, FLT-026. */
    private RebindStep step() {
        if (device.has(FLT_026_IDLE_RUN_FAILS)) {
            return RebindStep.BEGUN;
        }
        if (form == RebindFault.OLDER || device.has(FLT_025_BEFORE_THE_REBIND)) {
            return RebindStep.FENCES_DONE;
        }
        return form == RebindFault.POSTED ? RebindStep.REBOUND : RebindStep.NEVER;
    }

    /** FLT-035, FLT-040. */
    private boolean hitsEveryVm() {
        return form == RebindFault.OLDER ? !device.has(FLT_040_PLAIN_VM_SPARED) : device.has(FLT_035_PLAIN_VM_HIT);
    }

    private boolean failsRebind(XeVm vm) {
        boolean oldest = device.files().isEmpty() || vm.file() == device.files().getFirst();
        if (!oldest && device.has(FLT_013_OLDEST_FILE_ONLY)) {
            return false;
        }
        List<XeVm> vms = vm.file().vms().all();
        if ((vm != vms.getFirst() && device.has(FLT_013_OLDEST_VM_ONLY))
                || (vm != vms.getLast() && device.has(FLT_013_NEWEST_VM_ONLY))) {
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
