// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.expect.ExpectationException;
import xe.expect.Expectations;
import xe.expect.Place;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** What is known to fail, and what becomes of the file that says so. */
@Command(optionListHeading = "What is known to fail:")
final class ExpectationOptions {
    @Option(
            names = {"-e", "--expect"},
            paramLabel = "FILE",
            description =
                    "File of known failures, as 'xe-cts expectations --help' describes it: those don't count, a pass does.")
    private @Nullable Path file;

    @Option(
            names = "--update-expectations",
            description = "Bring that file up to what this run found; a person fills in each bug and reason.")
    private boolean update;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private @Nullable Expectations expectations;

    /** @throws RunProblem if the file can't be read */
    void load() {
        if (update && file == null) {
            throw RunProblem.usage("--update-expectations needs the file, given with --expect FILE");
        }
        expectations = file == null ? null : read(file);
    }

    /** @throws RunProblem if the file can't be read */
    static Expectations read(Path file) {
        try {
            return Expectations.read(file);
        } catch (ExpectationException e) {
            throw RunProblem.usage(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The checks that are to be run there.
     *
     * @param skipped takes an outcome for each of the others
     */
    List<Check> left(List<Check> checks, Place place, Consumer<CheckOutcome> skipped) {
        if (expectations == null) {
            return checks;
        }
        List<Check> left = new ArrayList<>();
        for (Check check : checks) {
            expectations
                    .skips(check, place, today)
                    .ifPresentOrElse(
                            why -> skipped.accept(CheckOutcome.without(check, Verdict.SKIPPED, why, Instant.now())),
                            () -> left.add(check));
        }
        return left;
    }

    CheckOutcome judge(CheckOutcome outcome, Place place) {
        return expectations == null ? outcome : expectations.judge(outcome, place, today);
    }

    /** @throws RunProblem if the file can't be written */
    void update(List<CheckOutcome> outcomes, Place place) {
        if (!update || expectations == null) {
            return;
        }
        try {
            expectations.update(outcomes, place, today);
        } catch (IOException e) {
            throw RunProblem.broken("%s can't be written: %s".formatted(file, OutputFolder.reason(e)));
        }
    }
}
