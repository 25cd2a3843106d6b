// SPDX-License-Identifier: MIT
package xe.sim.os;

import java.util.Set;

/**
 * The defects that are switched on in one machine; none, outside tests of the tests.
 */
public final class Defects {
    public static final Defects NONE = new Defects(Set.of());

    private final Set<Defect> active;

    public Defects(Set<Defect> active) {
        this.active = Set.copyOf(active);
    }

    public boolean has(Defect defect) {
        return !active.isEmpty() && active.contains(defect);
    }
}
