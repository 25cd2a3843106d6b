// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import xe.drm.Device;
import xe.drm.Feature;
import xe.junit.Backend;
import xe.junit.Settings;
import xe.kernel.KernelInfo;
import xe.report.JsonLine;
import xe.report.JsonObject;
import xe.sim.SimConfig;

/**
 * What the process that makes the system calls finds: a kernel and a device.
 *
 * @param device for people; empty if there is none of xe, or nobody has opened it
 * @param pciId vendor and device; empty if there is no device
 * @param missing why, by feature, of those that were asked for
 */
public record Surroundings(KernelInfo kernel, String device, String pciId, Map<String, String> missing) {
    /**
     * Opens the device and asks it, which may take as long as its driver likes; what a simulator plays is known without that, if no
     * features are wanted.
     *
     * @param parameters of JUnit
     * @param features that are wanted, of {@link Feature}
     */
    public static Surroundings look(Map<String, String> parameters, List<String> features) {
        Settings settings = Settings.of(name -> Optional.ofNullable(parameters.get(name)));
        if (settings.backend().equals("sim") && features.isEmpty()) {
            SimConfig machine = settings.machine();
            return new Surroundings(machine.info(), "", machine.pciId(), Map.of());
        }
        try (Backend backend = new Backend(settings)) {
            Map<String, String> missing = new LinkedHashMap<>();
            features.forEach(
                    feature -> backend.missing(Feature.valueOf(feature)).ifPresent(why -> missing.put(feature, why)));
            return new Surroundings(
                    backend.info(),
                    backend.device().map(Device::toString).orElse(""),
                    backend.device().map(Device::pciId).orElse(""),
                    missing);
        }
    }

    /** As a worker tells it. */
    String line() {
        return new JsonLine()
                .put("found", device)
                .put("pci", pciId)
                .put("backend", kernel.backend())
                .put("release", kernel.release())
                .put("detail", kernel.detail())
                .put("gpu", kernel.gpu().name().toLowerCase(Locale.ROOT))
                .putMap("missing", missing)
                .toString();
    }

    /** @throws IllegalArgumentException if the line is none of {@link #line} */
    static Surroundings read(Map<String, Object> line) {
        return new Surroundings(
                new KernelInfo(
                        JsonObject.text(line, "backend"),
                        JsonObject.text(line, "release"),
                        JsonObject.text(line, "detail"),
                        KernelInfo.Gpu.valueOf(JsonObject.text(line, "gpu").toUpperCase(Locale.ROOT))),
                JsonObject.text(line, "found"),
                JsonObject.text(line, "pci"),
                JsonObject.textMap(line, "missing"));
    }
}
