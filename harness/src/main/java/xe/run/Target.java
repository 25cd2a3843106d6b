// SPDX-License-Identifier: MIT
package xe.run;

import java.util.Map;
import xe.expect.Place;
import xe.worker.Surroundings;

/**
 * What the checks run on, as the options say it: nobody has opened the device yet.
 *
 * @param node the render node; empty for the simulator
 * @param parameters for the checks' extension, which makes the kernel of each check from them
 */
record Target(String node, Map<String, String> parameters) {
    boolean simulated() {
        return node.isEmpty();
    }

    /** The device, for people. */
    String device(Surroundings found) {
        String text = simulated() ? parameters.getOrDefault("xe.profile", "") : found.device();
        return text.isEmpty() ? "no device" : text;
    }

    /** As far as expectations depend on it. */
    Place place(Surroundings found) {
        return Place.of(found.kernel(), parameters.getOrDefault("xe.profile", ""), found.pciId());
    }
}
