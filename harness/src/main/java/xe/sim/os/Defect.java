// SPDX-License-Identifier: MIT
package xe.sim.os;

/**
 * A plausible kernel bug that can be switched on in the model, to show that the checks of a rule notice it.
 *
 * <p>Implemented by one enum per layer; the constant's name starts with the rule it breaks: {@code VMR_001_PAD_IGNORED}.
 */
public interface Defect {
    String name();

    /** The rule that the defect breaks, such as {@code VMR-001}. */
    default String rule() {
        String[] words = name().split("_", 3);
        return words[0] + "-" + words[1];
    }

    /** What the kernel does wrong, as half a sentence. */
    String wrong();
}
