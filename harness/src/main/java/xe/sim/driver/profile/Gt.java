// SPDX-License-Identifier: MIT
package xe.sim.driver.profile;

import java.util.List;

/**
 * One GT of a device.
 *
 * @param id gt_id in the UAPI
 * @param tile the tile it sits on
 * @param media whether it is the standalone media GT
 * @param version graphics or media version times 100: 2004 for 20.04
 * @param engines how many engines of each class user space can use, by the class's number
 */
public record Gt(int id, int tile, boolean media, int version, List<Integer> engines) {
    public Gt {
        engines = List.copyOf(engines);
    }

    /** How many engines of the class there are. */
    public int count(EngineClass engineClass) {
        return engines.get(engineClass.number());
    }
}
