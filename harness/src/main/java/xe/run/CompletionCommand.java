// SPDX-License-Identifier: MIT
package xe.run;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = {"Print the completion script for bash and zsh.", "In a shell: source <(./xe-cts completion)"})
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("xe-cts", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
