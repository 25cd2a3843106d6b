// SPDX-License-Identifier: MIT
package xe.run;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import xe.report.Check;
import xe.report.CheckPattern;

/**
 * Which checks to run: those that match one of {@code select} (all, if it is empty) and none of {@code exclude}.
 *
 * <p>A pattern matches a whole name or rule id; {@code *} stands for any characters and {@code ?} for one.
 */
public record Selection(List<String> select, List<String> exclude) {
    private static final int SUGGESTIONS = 3;

    /**
     * The selected checks, in the order of {@code all}.
     *
     * @throws RunProblem if a pattern of {@code select} matches nothing, or nothing is left
     */
    public List<Check> of(List<Check> all) {
        Set<String> known = all.stream()
                .flatMap(check -> Stream.concat(Stream.of(check.id()), check.rules().stream()))
                .collect(Collectors.toSet());
        for (String pattern : select) {
            if (!known.contains(pattern) && all.stream().noneMatch(new CheckPattern(pattern))) {
                throw RunProblem.usage("no check matches '" + pattern + "'" + suggestions(pattern, all));
            }
        }
        Predicate<Check> wanted = select.isEmpty() ? check -> true : any(select);
        List<Check> selected =
                all.stream().filter(wanted.and(any(exclude).negate())).toList();
        if (selected.isEmpty()) {
            throw RunProblem.usage("--exclude leaves nothing of what is selected");
        }
        return selected;
    }

    /** A list may have as many names as there are checks, so those are not tried one after the other. */
    private static Predicate<Check> any(List<String> patterns) {
        List<CheckPattern> sets = patterns.stream()
                .map(CheckPattern::new)
                .filter(pattern -> !pattern.single())
                .toList();
        Set<String> names = Set.copyOf(patterns);
        return check -> names.contains(check.id())
                || check.rules().stream().anyMatch(names::contains)
                || sets.stream().anyMatch(set -> set.test(check));
    }

    /** Whether it names single checks and no sets of them. */
    public boolean namesChecksOnly() {
        return !select.isEmpty() && select.stream().map(CheckPattern::new).allMatch(CheckPattern::single);
    }

    private static String suggestions(String pattern, List<Check> all) {
        String name = pattern.replaceAll("[*?]+", "");
        if (!name.isEmpty() && all.stream().anyMatch(check -> check.id().contains(name))) {
            return ": a part of a name needs stars around it, as in '*" + name + "*'";
        }
        TreeMap<Integer, List<String>> byDistance = all.stream()
                .map(check -> pattern.equals(name) ? check.id() : check.area())
                .distinct()
                .collect(Collectors.groupingBy(known -> distance(name, known), TreeMap::new, Collectors.toList()));
        boolean isNear = !byDistance.isEmpty() && byDistance.firstKey() <= Math.max(2, name.length() / 3);
        String near = (isNear ? byDistance.firstEntry().getValue() : List.<String>of())
                .stream()
                        .sorted()
                        .limit(SUGGESTIONS)
                        .map(known -> known.contains(".") ? known : known + ".*")
                        .collect(Collectors.joining(", "));
        return near.isEmpty() ? ": './xe-cts list' prints all names" : "; did you mean " + near + "?";
    }

    /** How many letters have to change to get from one to the other (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
