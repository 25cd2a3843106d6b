// SPDX-License-Identifier: MIT
package xe.sim.driver;

import org.jspecify.annotations.Nullable;

/**
 * The classes of engines.
 */
public enum EngineClass {
    RENDER(0, false),
    COPY(1, false),
    VIDEO_DECODE(2, true),
    VIDEO_ENHANCE(3, true),
    COMPUTE(4, false);

    /** The class number of VM_BIND queues, which no engine has. */
    public static final int VM_BIND = 5;

    private final int number;
    private final boolean parallel;

    EngineClass(int number, boolean parallel) {
        this.number = number;
        this.parallel = parallel;
    }

    /** The number in the UAPI. */
    public int number() {
        return number;
    }

    /** Whether a queue of this class may have a width above 1 (EQC-028). */
    boolean parallel() {
        return parallel;
    }

    /** The class with this number, null if there is none. */
    static @Nullable EngineClass of(int number) {
        for (EngineClass value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        return null;
    }
}
