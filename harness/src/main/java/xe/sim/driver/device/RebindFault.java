// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

/** The forms of the fault attribute that makes the rebind worker fail. */
public enum RebindFault {
    /** The series as it was posted: late in the worker's success path, for RESTARTABLE VMs alone (FLT-024 to FLT-026, FLT-035). */
    POSTED("fail_rebind"),
    /** Before that: another name, an earlier place in the worker, and every VM (FLT-040). */
    OLDER("rebind_enospc"),
    /** Something else that has the name: the worker does not look at it. */
    UNRELATED("fail_rebind");

    private final String directory;

    RebindFault(String directory) {
        this.directory = directory;
    }

    /** The attribute's directory in debugfs. */
    String directory() {
        return directory;
    }
}
