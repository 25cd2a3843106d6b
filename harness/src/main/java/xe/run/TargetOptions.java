// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import xe.drm.Feature;
import xe.sim.AllDefects;

/** The options that say what the checks run on. */
final class TargetOptions {
    private static final List<String> PROFILES = List.of("tgl", "dg2", "pvc", "mtl", "lnl", "bmg", "ptl");
    private static final List<String> KERNEL_MODELS = List.of("series", "stock");

    @Option(
            names = {"-b", "--backend"},
            paramLabel = "sim|linux|auto",
            defaultValue = "sim",
            description = "The simulator, this machine's kernel, or Linux if it has an xe device (${DEFAULT-VALUE}).")
    private Backend backend = Backend.SIM;

    @Option(
            names = {"-d", "--device"},
            paramLabel = "PATH|pci:...|drm:NAME",
            defaultValue = "${env:XE_CTS_DEVICE}",
            description = {
                "Render node to test on Linux: /dev/dri/renderD128, drm:renderD128, pci:0000:03:00.0, or",
                "pci:vendor=8086,device=e20b,card=0 (any part of it); see 'xe-cts devices'.",
                "Default: XE_CTS_DEVICE, or the first of xe."
            })
    private @Nullable String device;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            defaultValue = "bmg",
            description = "Device that the simulator plays: tgl, dg2, pvc, mtl, lnl, bmg or ptl (${DEFAULT-VALUE}).")
    private String profile = "bmg";

    @Option(
            names = {"--kernel-model", "--kernel"},
            paramLabel = "series|stock",
            defaultValue = "series",
            description =
                    "Kernel that the simulator plays: with or without the notification series (${DEFAULT-VALUE}).")
    private String kernelModel = "series";

    @Option(names = "--hazards", description = "On Linux, run also checks that take the device down.")
    private boolean hazards;

    @Option(
            names = "--defect",
            paramLabel = "NAME",
            hidden = true,
            description = "Switch on a bug of the simulator, to test the checks.")
    private List<String> defects = new ArrayList<>();

    @Option(
            names = "--require",
            paramLabel = "FEATURE",
            description =
                    "Fail at once if the feature is missing, instead of skipping its checks. Repeatable: ${COMPLETION-CANDIDATES}.")
    private List<Feature> required = new ArrayList<>();

    /**
     * Looks what there is.
     *
     * @throws RunProblem if what the options ask for is missing
     */
    Target resolve() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (linux()) {
            HostDevices host = new HostDevices(Path.of("/"));
            parameters.put("xe.backend", "linux");
            parameters.put("xe.device", (device == null ? host.any() : host.named(device)).path());
            parameters.put("xe.hazards", Boolean.toString(hazards));
        } else {
            checkModel();
            parameters.put("xe.backend", "sim");
            parameters.put("xe.profile", profile.toLowerCase(Locale.ROOT));
            parameters.put("xe.kernel-model", kernelModel);
            parameters.put("xe.defects", String.join(",", defects));
        }
        Target target = Target.of(parameters);
        List<String> missing = required.stream()
                .flatMap(feature -> target.backend().missing(feature).map(why -> feature + " (" + why + ")").stream())
                .toList();
        if (!missing.isEmpty()) {
            throw RunProblem.failed("required, but missing: " + String.join("; ", missing));
        }
        return target;
    }

    private void checkModel() {
        if (!PROFILES.contains(profile.toLowerCase(Locale.ROOT))) {
            throw RunProblem.usage("no profile '%s': there are %s".formatted(profile, String.join(", ", PROFILES)));
        }
        if (!KERNEL_MODELS.contains(kernelModel)) {
            throw RunProblem.usage(
                    "no kernel model '%s': there are %s".formatted(kernelModel, String.join(", ", KERNEL_MODELS)));
        }
        for (String defect : defects) {
            if (AllDefects.find(defect).isEmpty()) {
                throw RunProblem.usage("the simulator has no defect '%s'".formatted(defect));
            }
        }
    }

    private boolean linux() {
        return switch (backend) {
            case LINUX -> true;
            case SIM -> false;
            case AUTO -> device != null || new HostDevices(Path.of("/")).xe().isPresent();
        };
    }

    /** The command that runs one check in the same way, up to its name. */
    String again() {
        String guest = System.getenv("XE_CTS_AGAIN"); // by ci/kernel.sh, in the guest that it runs
        if (guest != null && linux()) {
            return guest + (guest.contains(" -- ") ? "" : " --") + " --select ";
        }
        StringBuilder command = new StringBuilder("./xe-cts run");
        if (linux()) {
            command.append(" --backend linux");
            if (device != null) {
                command.append(" --device ").append(device);
            }
            if (hazards) {
                command.append(" --hazards");
            }
        } else {
            if (!profile.equals("bmg")) {
                command.append(" --profile ").append(profile);
            }
            if (!kernelModel.equals("series")) {
                command.append(" --kernel-model ").append(kernelModel);
            }
        }
        defects.forEach(defect -> command.append(" --defect ").append(defect));
        return command.append(" --select ").toString();
    }
}
