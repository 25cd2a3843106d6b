// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import xe.report.Check;

@Command(name = "list", description = "Print the names of the checks; needs no device.")
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SelectionOptions selection;

    @Option(
            names = {"-l", "--long"},
            description = "Print also rules, needs and place of each check.")
    private boolean isLong;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Check> checks = selection.of(CheckIndex.load());
        checks.forEach(check -> out.println(isLong ? line(check) : check.id()));
        out.flush();
        return ExitCode.OK.code();
    }

    private static String line(Check check) {
        String needs = check.features().isEmpty() ? "-" : String.join(",", check.features());
        String place = check.className().substring(check.className().lastIndexOf('.') + 1) + "." + check.method();
        return String.join("\t", check.id(), String.join(",", check.rules()), needs, place, check.displayName());
    }
}
