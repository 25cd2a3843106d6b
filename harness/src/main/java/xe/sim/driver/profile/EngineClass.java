// SPDX-License-Identifier: MIT
package xe.sim.driver.profile;

import org.jspecify.annotations.Nullable;

/**
 * The classes of engines.
 */
public enum EngineClass {
    RENDER(0, "rcs", false),
    COPY(1, "bcs", false),
    VIDEO_DECODE(2, "vcs", true),
    VIDEO_ENHANCE(3, "vecs", true),
    COMPUTE(4, "ccs", false);

    /** The class number of VM_BIND queues, which no engine has. */
    public static final int VM_BIND = 5;

    private final int number;
    private final String shortName;
    private final boolean parallel;

    EngineClass(int number, String shortName, boolean parallel) {
        this.number = number;
        this.shortName = shortName;
        this.parallel = parallel;
    }

    /** The number in the UAPI. */
    public int number() {
        return number;
    }

    /** The driver's name of an engine, without its number. */
    public String shortName() {
        return shortName;
    }

    /** Whether a queue of this class may have a width above 1 (EQC-028). */
    public boolean parallel() {
        return parallel;
    }

    /** The class with this number, null if there is none. */
    public static @Nullable EngineClass of(int number) {
        for (EngineClass value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        return null;
    }
}
