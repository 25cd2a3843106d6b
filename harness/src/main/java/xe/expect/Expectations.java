// SPDX-License-Identifier: MIT
package xe.expect;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/**
 * A file of expectations. Empty lines and those that begin with {@code #} are for people; each other line is one
 * {@link Expectation}. Of several that hold for a check, the first counts.
 */
public final class Expectations {
    private static final String UNKNOWN = "?";

    private final Path file;
    private final List<String> lines;
    private final List<Expectation> entries = new ArrayList<>();

    private Expectations(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(Expectation.parse(file.toString(), i + 1, line));
            }
        }
    }

    /** @throws ExpectationException if the file, or a line of it, can't be read */
    public static Expectations read(Path file) {
        try {
            return new Expectations(file, Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new ExpectationException(file.toString(), "there is no such file");
        } catch (MalformedInputException e) {
            throw new ExpectationException(file.toString(), "is no UTF-8 text");
        } catch (IOException e) {
            throw new ExpectationException(file.toString(), "can't be read: " + e.getMessage());
        }
    }

    /** What is wrong with the file, one sentence each: no bug or reason, out of date, about no check there is. */
    public List<String> problems(List<Check> index, LocalDate today) {
        return entries.stream()
                .flatMap(entry -> problems(entry, index, today)
                        .map(problem -> "%s:%d: %s: %s".formatted(file, entry.line(), entry.pattern(), problem)))
                .toList();
    }

    private static Stream<String> problems(Expectation entry, List<Check> index, LocalDate today) {
        List<String> problems = new ArrayList<>();
        if (entry.bug().isEmpty() || entry.bug().equals(UNKNOWN)) {
            problems.add("no bug; add bug=URL");
        }
        if (entry.reason().isEmpty() || entry.reason().equals(UNKNOWN)) {
            problems.add("no reason; add ' -- ' and a sentence at the end");
        }
        if (entry.until().equals(LocalDate.MAX)) {
            problems.add("no expiry; add until=DATE");
        } else if (today.isAfter(entry.until())) {
            problems.add("counts no longer since " + entry.until());
        }
        if (index.stream().noneMatch(entry.pattern())) {
            problems.add("no check matches");
        }
        return problems.stream();
    }

    /** Why the check is not to be run there. */
    public Optional<String> skips(Check check, Place place, LocalDate today) {
        return of(check, place, today)
                .filter(entry -> entry.expected() == Expected.SKIP)
                .map(entry -> "EXPECTED: %s (%s:%d)".formatted(entry.why(), file, entry.line()));
    }

    /** The outcome as it counts with these expectations. */
    public CheckOutcome judge(CheckOutcome outcome, Place place, LocalDate today) {
        Expectation entry = of(outcome.check(), place, today).orElse(null);
        if (entry == null) {
            return outcome;
        }
        if (entry.expected().covers(outcome.verdict())) {
            Verdict verdict = entry.expected() == Expected.FLAKE ? Verdict.FLAKED : Verdict.EXPECTED_FAILURE;
            return outcome.as(
                    verdict, "expected: %s (%s:%d)\n%s".formatted(entry.why(), file, entry.line(), outcome.message()));
        }
        if (entry.expected().excludesPass() && passed(outcome.verdict())) {
            return outcome.as(
                    Verdict.UNEXPECTED_PASS,
                    "%s:%d expects %s (%s): if the bug is mended, remove the line"
                            .formatted(file, entry.line(), entry.expected().word(), entry.why()));
        }
        return outcome;
    }

    /**
     * Brings the file up to a run: what passed unexpectedly goes, each new failure comes, with {@code ?} where a person has to say
     * which bug it is and why. Lines about other places, checks that did not run, and comments stay.
     *
     * @param outcomes as {@link #judge} left them
     * @throws IOException if the file can't be written; it is as before then
     */
    public void update(List<CheckOutcome> outcomes, Place place, LocalDate today) throws IOException {
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            String line = lines.get(i);
            entries.stream()
                    .filter(entry -> entry.line() == number)
                    .findFirst()
                    .ifPresentOrElse(
                            entry -> updated.addAll(kept(entry, line, outcomes, place, today)),
                            () -> updated.add(line));
        }
        outcomes.stream()
                .filter(outcome -> outcome.verdict() != Verdict.UNEXPECTED_PASS)
                .flatMap(outcome -> Expected.of(outcome.verdict()).stream()
                        .map(expected -> newcomer(outcome.check(), expected, place, today)))
                .forEach(updated::add);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, updated.stream().map(line -> line + "\n").collect(Collectors.joining()));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> kept(
            Expectation entry, String line, List<CheckOutcome> outcomes, Place place, LocalDate today) {
        List<CheckOutcome> covered = outcomes.stream()
                .filter(outcome ->
                        of(outcome.check(), place, today).filter(entry::equals).isPresent())
                .toList();
        if (covered.stream().noneMatch(outcome -> outcome.verdict() == Verdict.UNEXPECTED_PASS)) {
            return List.of(line);
        }
        return covered.stream()
                .filter(outcome -> outcome.verdict() == Verdict.EXPECTED_FAILURE)
                .map(outcome -> entry.about(outcome.check().id()))
                .toList();
    }

    private static String newcomer(Check check, Expected expected, Place place, LocalDate today) {
        String where = place.backend().equals("sim") ? " profile=" + place.profile() : " pci=" + place.pci();
        return "%s,%s backend=%s%s bug=%s until=%s -- %s"
                .formatted(check.id(), expected.word(), place.backend(), where, UNKNOWN, today.plusMonths(3), UNKNOWN);
    }

    private Optional<Expectation> of(Check check, Place place, LocalDate today) {
        return entries.stream()
                .filter(entry -> entry.pattern().test(check) && entry.holds(place, today))
                .findFirst();
    }

    private static boolean passed(Verdict verdict) {
        return verdict == Verdict.PASSED || verdict == Verdict.WARNED || verdict == Verdict.FLAKED;
    }
}
