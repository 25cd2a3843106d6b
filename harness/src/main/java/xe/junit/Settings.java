// SPDX-License-Identifier: MIT
package xe.junit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import xe.sim.AllDefects;
import xe.sim.SimConfig;
import xe.sim.driver.device.RebindFault;
import xe.sim.os.Defect;

/**
 * Which kernel checks run on: JUnit configuration parameters, or system properties of the same names.
 *
 * @param backend {@code xe.backend}: {@code sim} or {@code linux}
 * @param profile {@code xe.profile}: the device that the simulator plays
 * @param kernelModel {@code xe.kernel-model}: how the simulated kernel was built, parted by commas: {@code series}, {@code stock},
 *     {@code no-watch-queue}, {@code no-key-notifications}, {@code no-fault-injection}, {@code older-rebind-fault},
 *     {@code unrelated-rebind-fault}, {@code no-debugfs}
 * @param device {@code xe.device}: the render node; the first of xe without one
 * @param defects {@code xe.defects}: bugs of the simulator to switch on, by name, parted by commas
 * @param tellsDefects {@code xe.defects.asked}: whether each check publishes the defects that the simulator looked for
 * @param keepsTraces {@code xe.traces}: whether passed checks publish their system calls too
 * @param root {@code xe.root}: whether the simulated process is root
 * @param hazards {@code xe.hazards}: whether checks may take the device down; always on the simulator
 * @param deadline {@code xe.deadline}: how long a check waits for what must come on a machine that is stuck, in milliseconds
 */
public record Settings(
        String backend,
        String profile,
        List<String> kernelModel,
        Optional<String> device,
        List<String> defects,
        boolean tellsDefects,
        boolean keepsTraces,
        boolean root,
        boolean hazards,
        Duration deadline) {
    private static final String DEFAULT_DEADLINE_MS = "10000";

    static Settings of(ExtensionContext context) {
        return of(context::getConfigurationParameter);
    }

    /** @param context gives the parameters by name */
    public static Settings of(Function<String, Optional<String>> context) {
        String backend = parameter(context, "xe.backend", "sim");
        return new Settings(
                backend,
                parameter(context, "xe.profile", "bmg"),
                names(parameter(context, "xe.kernel-model", "series")),
                context.apply("xe.device"),
                names(parameter(context, "xe.defects", "")),
                Boolean.parseBoolean(parameter(context, "xe.defects.asked", "false")),
                Boolean.parseBoolean(parameter(context, "xe.traces", "false")),
                Boolean.parseBoolean(parameter(context, "xe.root", "true")),
                Boolean.parseBoolean(parameter(context, "xe.hazards", Boolean.toString(backend.equals("sim")))),
                Duration.ofMillis(Long.parseLong(parameter(context, "xe.deadline", DEFAULT_DEADLINE_MS))));
    }

    /** The machine that the simulator plays. */
    public SimConfig machine() {
        SimConfig config = SimConfig.DEFAULT.withProfile(profile).asRoot(root).withDefects(activeDefects());
        for (String word : kernelModel) {
            config = switch (word) {
                case "series" -> config;
                case "stock" -> config.stock();
                case "no-watch-queue" -> config.withoutWatchQueues();
                case "no-key-notifications" -> config.withoutKeyNotifications();
                case "no-fault-injection" -> config.withoutFaultInjection();
                case "older-rebind-fault" -> config.withRebindFault(RebindFault.OLDER);
                case "unrelated-rebind-fault" -> config.withRebindFault(RebindFault.UNRELATED);
                case "no-debugfs" -> config.withoutDebugfs();
                default -> throw new IllegalArgumentException("unknown kernel model " + word);
            };
        }
        return config;
    }

    private Set<Defect> activeDefects() {
        return defects.stream()
                .map(name ->
                        AllDefects.find(name).orElseThrow(() -> new IllegalArgumentException("unknown defect " + name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String parameter(Function<String, Optional<String>> context, String name, String otherwise) {
        return context.apply(name).orElse(otherwise);
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
