// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.report.AllureReport;

/** The options that say what a run leaves behind, and where. */
@Command(optionListHeading = "What the run leaves behind:")
final class FolderOptions {
    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "out",
            description = "Folder for everything that the run leaves behind (${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--report",
            negatable = true,
            description = "Render report.html; the default unless --select names single checks.")
    private @Nullable Boolean report;

    @Option(
            names = "--sync",
            negatable = true,
            description = "Force the journal to disk before each check; the default on Linux.")
    private @Nullable Boolean sync;

    @Option(
            names = "--journal-only",
            description =
                    "Write outcomes.jsonl alone; 'xe-cts report DIR' makes the rest, on another machine if need be.")
    private boolean journalOnly;

    @Option(names = "--traces", description = "Keep the system calls of passed checks too, in outcomes.jsonl.")
    private boolean traces;

    Path out() {
        return out;
    }

    /** Where one of several runs goes: {@code out/renderD128}. */
    Path of(Target target) {
        return out.resolve(Path.of(target.node()).getFileName());
    }

    boolean journalOnly() {
        return journalOnly;
    }

    boolean traces() {
        return traces;
    }

    boolean sync(Target target) {
        return sync == null ? !target.simulated() : sync;
    }

    /** @param usual whether it is made unless an option says otherwise; null for no HTML */
    @Nullable
    AllureReport renderer(boolean usual) {
        boolean wanted = report == null ? usual : report;
        return wanted && !journalOnly ? new AllureReport(Installation.reportGenerator()) : null;
    }
}
