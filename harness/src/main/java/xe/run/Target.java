// SPDX-License-Identifier: MIT
package xe.run;

import java.util.Map;
import java.util.Optional;
import xe.drm.Device;
import xe.expect.Place;
import xe.junit.Backend;
import xe.junit.Settings;
import xe.kernel.KernelInfo;

/**
 * What the checks run on.
 *
 * @param backend tells what there is; each check gets a kernel of its own
 * @param device for people
 * @param parameters for the checks' extension, which makes the kernel of each check from them
 */
record Target(Backend backend, String device, Map<String, String> parameters) {
    static Target of(Map<String, String> parameters) {
        Backend backend = new Backend(Settings.of(name -> Optional.ofNullable(parameters.get(name))));
        String device = parameters.getOrDefault(
                "xe.profile", backend.device().map(Device::toString).orElse("no device"));
        return new Target(backend, device, parameters);
    }

    /** As far as expectations depend on it. */
    Place place() {
        return Place.of(
                kernel(),
                parameters.getOrDefault("xe.profile", ""),
                backend.device().map(Device::pciId).orElse(""));
    }

    KernelInfo kernel() {
        return backend.info();
    }
}
