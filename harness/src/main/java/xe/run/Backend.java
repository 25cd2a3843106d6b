// SPDX-License-Identifier: MIT
package xe.run;

/** The values of {@code --backend}. */
enum Backend {
    /** The model of the kernel in this process. */
    SIM,
    /** The kernel of this machine. */
    LINUX,
    /** Linux if it has an xe render node, else the simulator. */
    AUTO
}
