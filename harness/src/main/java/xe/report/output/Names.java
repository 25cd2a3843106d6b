// SPDX-License-Identifier: MIT
package xe.report.output;

import xe.kernel.KernelInfo;
import xe.report.Check;
import xe.report.RunInfo;

/**
 * What a check is called outside of this suite. Names of runs that are no evidence about hardware begin with where they were made,
 * so that nobody's database takes one for the other.
 *
 * @param origin {@code sim}, {@code uml}, or empty for a kernel on its own machine
 */
record Names(String origin) {
    static Names of(RunInfo run) {
        return new Names(origin(run.kernel().gpu()));
    }

    private static String origin(KernelInfo.Gpu gpu) {
        return switch (gpu) {
            case SIMULATED -> "sim";
            case MODELLED -> "uml";
            case HOST -> "";
        };
    }

    /** {@code sim.vm-restart.pad}: KTAP, JUnit, LAVA. */
    String dotted(String id) {
        return origin.isEmpty() ? id : origin + "." + id;
    }

    /** What is left of a check's id behind its area; segments stay parted by dots. */
    static String inArea(Check check) {
        return check.id().substring(check.area().length() + 1);
    }

    /** {@code xe_uapi_sim_vm_restart}: no program of IGT is called so. */
    String igtBinary(String area) {
        return "xe_uapi_" + (origin.isEmpty() ? "" : origin + "_") + area.replace('-', '_');
    }

    /** An IGT subtest: igt_runner parts names at {@code @} and at commas, and knows no dots. */
    static String igtSubtest(Check check) {
        return inArea(check).replace('.', '_');
    }
}
