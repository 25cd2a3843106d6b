// SPDX-License-Identifier: MIT
package xe.kernel;

/**
 * Where answers come from. Stands in every output, so that a simulator run never looks like another.
 *
 * @param backend {@code sim} or {@code linux}
 * @param release what {@code uname -r} says, or the kernel that the simulator models
 * @param detail one line for people, such as {@code simulator of 7.3-rc7 + async notification series, profile bmg}
 * @param gpu what the driver drives
 */
public record KernelInfo(String backend, String release, String detail, Gpu gpu) {
    /** What stands behind the system calls, and so what a pass is evidence of. */
    public enum Gpu {
        /** Nothing: driver and GPU are the simulator's. */
        SIMULATED("SIMULATOR, not hardware"),
        /** The real driver on a modelled GPU: evidence about the driver, none about hardware, firmware or timing. */
        MODELLED("real xe driver, modelled GPU (UML), not hardware"),
        /** What the machine has. */
        HOST("Linux");

        private final String label;

        Gpu(String label) {
            this.label = label;
        }

        /** How outputs call it. */
        public String label() {
            return label;
        }
    }
}
