// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "expectations",
        description = {
            "Look over files of expectations: each line needs a bug, a reason and an expiry that is not over, and has to match a check.",
            "A line is PATTERN,Result CONDITION... bug=URL until=DATE -- reason, as in",
            "  vm-restart.idle-*,Fail backend=linux kernel=7.3.. bug=https://... until=2027-06-30 -- idle counts as paused",
            "Results: Fail, Crash, Timeout, Flake, Skip. Conditions: backend=sim|uml|linux, profile=NAME, pci=8086:e20b,"
                    + " kernel=FROM..TO. Of several lines that hold, the first counts; # begins a comment line."
        })
final class ExpectationsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to look over.")
    private List<Path> files;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> problems = files.stream()
                .map(ExpectationOptions::read)
                .flatMap(file -> file.problems(CheckIndex.load(), LocalDate.now(ZoneOffset.UTC)).stream())
                .toList();
        problems.forEach(out::println);
        out.flush();
        return (problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
