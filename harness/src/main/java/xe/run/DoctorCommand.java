// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import xe.drm.Feature;
import xe.junit.Backend;
import xe.junit.Settings;
import xe.report.Check;

@Command(
        name = "doctor",
        description = {
            "Print what this kernel, device and user can run, and why not more.",
            "The simulator runs everything anywhere; see 'xe-cts run'."
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-d", "--device"},
            paramLabel = "PATH|pci:SLOT",
            description = "Render node to look at; default: the first of xe.")
    private @Nullable String device;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        HostDevices host = new HostDevices(Path.of("/"));
        out.println("user      %s".formatted(System.getProperty("user.name")));
        host.nodes().forEach(node -> out.println("node      %s, driver %s".formatted(node.path(), node.driver())));
        Map<String, String> parameters = node(host, out)
                .map(node -> Map.of("xe.backend", "linux", "xe.device", node.path()))
                .orElse(Map.of("xe.backend", "linux"));
        Backend backend = new Backend(Settings.of(name -> Optional.ofNullable(parameters.get(name))));
        out.println("kernel    " + backend.info().detail());
        for (Feature feature : Feature.values()) {
            out.println("%-9s %s"
                    .formatted(
                            backend.missing(feature).isEmpty() ? "has" : "no",
                            feature + backend.missing(feature).map(": "::concat).orElse("")));
        }
        checks(backend, out);
        out.flush();
        return ExitCode.OK.code();
    }

    private Optional<HostDevices.Node> node(HostDevices host, PrintWriter out) {
        try {
            HostDevices.Node node = device == null ? host.any() : host.named(device);
            out.println("device    " + node.path());
            return Optional.of(node);
        } catch (RunProblem problem) {
            if (device != null) {
                throw problem;
            }
            out.println("device    " + problem.getMessage());
            return Optional.empty();
        }
    }

    /** How many checks can run, and what keeps the others from it. */
    private static void checks(Backend backend, PrintWriter out) {
        List<Check> checks = CheckIndex.load();
        Map<String, Long> kept = checks.stream()
                .flatMap(check -> check.features().stream()
                        .filter(feature ->
                                backend.missing(Feature.valueOf(feature)).isPresent())
                        .limit(1))
                .collect(Collectors.groupingBy(feature -> feature, Collectors.counting()));
        long skipped = kept.values().stream().mapToLong(Long::longValue).sum();
        out.println(
                "checks    %d of %d can run with --backend linux".formatted(checks.size() - skipped, checks.size()));
        Arrays.stream(Feature.values())
                .map(Feature::name)
                .filter(kept::containsKey)
                .forEach(feature -> out.println("          %d need %s".formatted(kept.get(feature), feature)));
    }
}
