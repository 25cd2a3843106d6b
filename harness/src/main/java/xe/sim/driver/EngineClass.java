// SPDX-License-Identifier: MIT
package xe.sim.driver;

/**
 * The engine classes, in the order of their numbers in the UAPI.
 */
public enum EngineClass {
    RENDER,
    COPY,
    VIDEO_DECODE,
    VIDEO_ENHANCE,
    COMPUTE;

    /** The class number of VM_BIND queues, which no engine has. */
    public static final int VM_BIND = 5;

    /** Whether a queue of this class may have a width above 1 (EQC-028). */
    boolean parallel() {
        return this == VIDEO_DECODE || this == VIDEO_ENHANCE;
    }
}
