// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import xe.kernel.KernelInfo;

/** The options that say what the checks run on. */
final class TargetOptions {
    @Option(
            names = {"-b", "--backend"},
            paramLabel = "sim|linux|auto",
            defaultValue = "sim",
            description = "The simulator, this machine's kernel, or Linux if it has an xe device (${DEFAULT-VALUE}).")
    private Backend backend = Backend.SIM;

    @Option(
            names = {"-d", "--device"},
            paramLabel = "PATH|pci:SLOT",
            description =
                    "Render node to test on Linux: /dev/dri/renderD128 or pci:0000:03:00.0; default: the first of xe.")
    private @Nullable String device;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            defaultValue = "bmg",
            description = "Device that the simulator plays (${DEFAULT-VALUE}).")
    private String profile = "bmg";

    @Option(names = "--defect", hidden = true, description = "Switch on a bug of the simulator, to test the checks.")
    private List<String> defects = new ArrayList<>();

    Target resolve() {
        return linux() ? onLinux() : onSimulator();
    }

    private boolean linux() {
        return switch (backend) {
            case LINUX -> true;
            case SIM -> false;
            case AUTO -> device != null || new HostDevices(Path.of("/")).xe().isPresent();
        };
    }

    private Target onLinux() {
        HostDevices host = new HostDevices(Path.of("/"));
        HostDevices.Node node = device == null ? host.any() : host.named(device);
        return new Target(
                new KernelInfo("linux", System.getProperty("os.version"), System.getProperty("os.version")),
                node.path(),
                Map.of("xe.backend", "linux", "xe.device", node.path()));
    }

    private Target onSimulator() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("xe.backend", "sim");
        parameters.put("xe.profile", profile);
        parameters.put("xe.defects", String.join(",", defects));
        return new Target(new KernelInfo("sim", "7.3-rc7", "7.3-rc7"), profile, parameters);
    }

    /** The command that runs one check in the same way, up to its name. */
    String again() {
        StringBuilder command = new StringBuilder("./xe-cts run");
        if (linux()) {
            command.append(" --backend linux");
            if (device != null) {
                command.append(" --device ").append(device);
            }
        } else if (!profile.equals("bmg")) {
            command.append(" --profile ").append(profile);
        }
        defects.forEach(defect -> command.append(" --defect ").append(defect));
        return command.append(" --select ").toString();
    }
}
