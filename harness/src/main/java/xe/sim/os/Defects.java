// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.Set;
import java.util.function.Consumer;

/**
 * The defects that are switched on in one machine; none, outside tests of the tests.
 */
public final class Defects {
    public static final Defects NONE = new Defects(Set.of());

    private final Set<Defect> active;
    private final Consumer<Defect> asked;

    public Defects(Set<Defect> active) {
        this(active, defect -> {});
    }

    /**
     * Tells {@code asked} about each defect that the model looks for. What happens on a machine without defects can only
     * change by one of those, so only the checks that meet a defect need to run with it.
     */
    public Defects(Set<Defect> active, Consumer<Defect> asked) {
        this.active = Set.copyOf(active);
        this.asked = asked;
    }

    public boolean has(Defect defect) {
        asked.accept(defect);
        return !active.isEmpty() && active.contains(defect);
    }
}
