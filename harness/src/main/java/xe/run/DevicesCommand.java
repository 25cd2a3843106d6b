// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "devices", description = "Print the DRM render nodes of this machine, and whether each can be tested.")
final class DevicesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        HostDevices host = new HostDevices(Path.of("/"));
        List<HostDevices.Node> nodes = host.nodes();
        if (nodes.isEmpty()) {
            out.println("no render node in /dev/dri");
        }
        nodes.forEach(node -> out.println("%-20s %-8s %-13s %-10s %s"
                .formatted(
                        node.path(),
                        node.driver().isEmpty() ? "-" : node.driver(),
                        node.slot().isEmpty() ? "-" : "pci:" + node.slot(),
                        node.pciId().isEmpty() ? "-" : node.pciId(),
                        use(host, node))));
        out.flush();
        return ExitCode.OK.code();
    }

    private static String use(HostDevices host, HostDevices.Node node) {
        return node.isXe() ? host.whyNot(node).orElse("can be tested") : "not of the xe driver";
    }
}
