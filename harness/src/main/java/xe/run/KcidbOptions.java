// SPDX-License-Identifier: MIT
package xe.run;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.report.output.KcidbJson;

/** {@code --kcidb-origin} and {@code --kcidb-build-id}. */
@Command(optionListHeading = "What kcidb.json says:")
final class KcidbOptions {
    @Option(
            names = "--kcidb-origin",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "Origin in kcidb.json of a run on a kernel; the simulator's and UML's is always the suite's own.")
    private String origin = "";

    @Option(
            names = "--kcidb-build-id",
            paramLabel = "ID",
            defaultValue = "",
            description =
                    "Build in KCIDB that was tested, as origin:id; without it kcidb.json brings a build of its own.")
    private String buildId = "";

    /** @throws RunProblem if KCIDB would refuse it */
    KcidbJson.Submission submission() {
        if (!origin.matches("[a-z0-9_]*")) {
            throw RunProblem.usage("--kcidb-origin '%s': only a to z, 0 to 9 and _".formatted(origin));
        }
        if (!buildId.isEmpty() && !buildId.matches("[a-z0-9_]+:.*")) {
            throw RunProblem.usage("--kcidb-build-id '%s': must be origin:id".formatted(buildId));
        }
        return new KcidbJson.Submission(origin, buildId);
    }
}
