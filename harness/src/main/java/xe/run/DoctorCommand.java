// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "doctor", description = "Print what this kernel, device and user can run, and why not more.")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        HostDevices host = new HostDevices(Path.of("/"));
        out.println("kernel     Linux " + System.getProperty("os.version"));
        out.println("simulator  can run everything");
        List<HostDevices.Node> nodes = host.nodes();
        nodes.forEach(node -> out.println("node       %s, driver %s".formatted(node.path(), node.driver())));
        try {
            out.println("hardware   can run on " + host.any().path());
        } catch (RunProblem problem) {
            out.println("hardware   " + problem.getMessage());
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
