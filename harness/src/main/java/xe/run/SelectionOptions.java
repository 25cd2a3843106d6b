// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import xe.report.Check;

/** The options that say which checks. */
@Command(optionListHeading = "Which checks run:")
final class SelectionOptions {
    private static final String SMOKE = "fixtures/smoke.txt";

    @Option(
            names = {"-s", "--select"},
            paramLabel = "PATTERN",
            description = {
                "Take checks whose whole name, or a rule of theirs, matches; * is any text, ? one character.",
                "Repeatable; without it all checks are taken."
            })
    private List<String> select = new ArrayList<>();

    @Option(
            names = {"-x", "--exclude"},
            paramLabel = "PATTERN",
            description = "Leave out checks that match. Repeatable.")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--list-file",
            paramLabel = "FILE",
            description =
                    "Take the checks that the file lists: a name or pattern a line, # begins a comment. Repeatable.")
    private List<Path> listFiles = new ArrayList<>();

    @Option(names = "--smoke", description = "Take a short list of checks of all ioctls, which runs a second.")
    private boolean smoke;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            converter = Shard.Converter.class,
            description = {
                "Take the Ith of N parts; a check's name alone decides its part.",
                "The check that the driver is there is in each of them."
            })
    private @Nullable Shard shard;

    /** @throws RunProblem if a pattern matches nothing, a list can't be read, or nothing is left */
    List<Check> of(List<Check> all) {
        List<Check> selected = selection().of(all);
        return shard == null ? selected : shard.of(selected, all);
    }

    Selection selection() {
        List<String> patterns = new ArrayList<>(select);
        if (smoke) {
            patterns.addAll(smokeList());
        }
        for (Path file : listFiles) {
            try {
                patterns.addAll(patterns(Files.readString(file), file.toString()));
            } catch (IOException e) {
                throw RunProblem.usage("the list %s can't be read: %s".formatted(file, OutputFolder.reason(e)));
            }
        }
        return new Selection(patterns, exclude);
    }

    private static List<String> smokeList() {
        try (InputStream resource = SelectionOptions.class.getClassLoader().getResourceAsStream(SMOKE)) {
            if (resource == null) {
                throw RunProblem.broken("there is no %s on the class path: build again".formatted(SMOKE));
            }
            return patterns(new String(resource.readAllBytes(), StandardCharsets.UTF_8), SMOKE);
        } catch (IOException e) {
            throw RunProblem.broken("%s can't be read: %s".formatted(SMOKE, e.getMessage()), e);
        }
    }

    private static List<String> patterns(String text, String file) {
        List<String> patterns = text.lines()
                .map(line -> line.replaceFirst("#.*", "").trim())
                .filter(line -> !line.isEmpty())
                .toList();
        if (patterns.isEmpty()) {
            throw RunProblem.usage("the list %s names no check".formatted(file));
        }
        return patterns;
    }
}
