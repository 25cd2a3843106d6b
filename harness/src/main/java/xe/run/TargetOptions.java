// SPDX-License-Identifier: MIT
package xe.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.drm.Feature;
import xe.sim.AllDefects;
import xe.sim.driver.profile.Profile;

/** The options that say what the checks run on. */
@Command(optionListHeading = "What the checks run on:")
final class TargetOptions {
    private static final Pattern DEVICE = Pattern.compile("(-d=?|--device=?)(all)?");
    private static final String ALL_DEVICES = "all";
    private static final List<String> KERNEL_MODELS = List.of("series", "stock");

    @Option(
            names = {"-b", "--backend"},
            paramLabel = "sim|linux|auto",
            defaultValue = "sim",
            description = "The simulator, this machine's kernel, or Linux if it has an xe device (${DEFAULT-VALUE}).")
    private Backend backend = Backend.SIM;

    @Option(
            names = {"-d", "--device"},
            paramLabel = "DEVICE",
            defaultValue = "${env:XE_CTS_DEVICE}",
            description = {
                "Render node to test on Linux: /dev/dri/renderD128, drm:renderD128, pci:0000:03:00.0 or",
                "pci:vendor=8086,device=e20b,card=0 (any part of it); see 'xe-cts devices'.",
                "all: one run on each that can be tested, in folders of their own.",
                "Default: XE_CTS_DEVICE, or the first of xe."
            })
    private @Nullable String device;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            defaultValue = "bmg",
            description =
                    "Device that the simulator plays: tgl, dg2, pvc, mtl, lnl, bmg, ptl, nvl-p or cri (${DEFAULT-VALUE}).")
    private String profile = "bmg";

    @Option(
            names = {"--kernel-model", "--kernel"},
            paramLabel = "series|stock",
            defaultValue = "series",
            description =
                    "Kernel that the simulator plays: with or without the notification series (${DEFAULT-VALUE}).")
    private String kernelModel = "series";

    @Option(
            names = "--hazards",
            description = "On Linux, run also checks that take the device down, or use its memory up.")
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
                    "Fail at once if the feature is missing, instead of skipping its checks. Repeatable; 'xe-cts doctor' lists them.")
    private List<Feature> required = new ArrayList<>();

    /**
     * What the options name, by what stands in /dev and /sys alone: this opens no device.
     *
     * @throws RunProblem if there is no such thing
     */
    Target resolve(HostDevices host) {
        if (everyDevice(host)) {
            throw RunProblem.usage("--device all is for 'xe-cts run': this takes one device");
        }
        return linux(host) ? target(device == null ? host.any() : host.named(device)) : simulator();
    }

    /** One target for each device that can be tested, if all are wanted; else the one of {@link #resolve}. */
    List<Target> all(HostDevices host) {
        return everyDevice(host) ? host.allUsable().stream().map(this::target).toList() : List.of(resolve(host));
    }

    /** @throws RunProblem if it is the simulator that is asked to be every device */
    boolean everyDevice(HostDevices host) {
        if (!ALL_DEVICES.equals(device)) {
            return false;
        }
        if (!linux(host) && !ALL_DEVICES.equals(System.getenv("XE_CTS_DEVICE"))) {
            throw RunProblem.usage("--device all is for Linux: give --backend linux, or for the simulator --profile");
        }
        return linux(host);
    }

    private Target target(HostDevices.Node node) {
        return new Target(
                node.path(),
                Map.of("xe.backend", "linux", "xe.device", node.path(), "xe.hazards", Boolean.toString(hazards)));
    }

    private Target simulator() {
        checkModel();
        return new Target(
                "",
                Map.of(
                        "xe.backend",
                        "sim",
                        "xe.profile",
                        profile.toLowerCase(Locale.ROOT),
                        "xe.kernel-model",
                        kernelModel,
                        "xe.defects",
                        String.join(",", defects)));
    }

    /** A command line that asks for all devices, as one that asks for that of {@code target}. */
    List<String> alone(List<String> arguments, Target target) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (DEVICE.matcher(arguments.get(i)).matches()) {
                i += arguments.get(i).endsWith(ALL_DEVICES) ? 0 : 1;
            } else {
                words.add(arguments.get(i));
            }
        }
        words.addAll(List.of("--device", target.node()));
        return words;
    }

    /** The features without which there is no run. */
    List<String> required() {
        return required.stream().map(Feature::name).toList();
    }

    private void checkModel() {
        List<String> profiles = Profile.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        if (!profiles.contains(profile.toLowerCase(Locale.ROOT))) {
            throw RunProblem.usage("no profile '%s': there are %s".formatted(profile, String.join(", ", profiles)));
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

    private boolean linux(HostDevices host) {
        return switch (backend) {
            case LINUX -> true;
            case SIM -> false;
            case AUTO -> device != null || host.xe().isPresent();
        };
    }

    /**
     * The command that runs one check in the same way, up to its name.
     *
     * @param node the device if the options ask for all
     */
    String again(boolean simulated, String node) {
        String guest = System.getenv("XE_CTS_AGAIN"); // by ci/kernel.sh, in the guest that it runs
        if (guest != null && !simulated) {
            return guest + (guest.contains(" -- ") ? "" : " --") + " --select ";
        }
        StringBuilder command = new StringBuilder("./xe-cts run");
        if (!simulated) {
            command.append(" --backend linux");
            if (device != null) {
                command.append(" --device ").append(device.equals(ALL_DEVICES) ? node : device);
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
