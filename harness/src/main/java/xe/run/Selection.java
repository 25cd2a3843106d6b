// SPDX-License-Identifier: MIT
package xe.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        nothingMatches(all).ifPresent(pattern -> {
            throw RunProblem.usage("no check matches '" + pattern + "'" + suggestions(pattern, all));
        });
        Patterns wanted = Patterns.of(select.isEmpty() ? List.of("*") : select);
        Patterns unwanted = Patterns.of(exclude);
        List<Check> selected = all.stream()
                .filter(check -> wanted.match(check) && !unwanted.match(check))
                .toList();
        if (selected.isEmpty()) {
            throw RunProblem.usage("--exclude leaves nothing of what is selected");
        }
        return selected;
    }

    /** The first pattern of {@code select} that names none of {@code all}. */
    private Optional<String> nothingMatches(List<Check> all) {
        Set<String> unmatched = new LinkedHashSet<>(select);
        Patterns.of(select).sets().stream()
                .filter(set -> all.stream().anyMatch(set))
                .map(CheckPattern::text)
                .forEach(unmatched::remove);
        for (int i = 0; i < all.size() && !unmatched.isEmpty(); i++) {
            unmatched.remove(all.get(i).id());
            all.get(i).rules().forEach(unmatched::remove);
        }
        return unmatched.stream().findFirst();
    }

    /** A list may have as many names as there are checks, so those are not tried one after the other. */
    private record Patterns(Set<String> names, List<CheckPattern> sets) {
        static Patterns of(List<String> patterns) {
            return new Patterns(
                    Set.copyOf(patterns),
                    patterns.stream()
                            .distinct()
                            .map(CheckPattern::new)
                            .filter(pattern -> !pattern.single())
                            .toList());
        }

        /** Whether one of them does. */
        boolean match(Check check) {
            if (names.contains(check.id())) {
                return true;
            }
            for (String rule : check.rules()) {
                if (names.contains(rule)) {
                    return true;
                }
            }
            for (CheckPattern set : sets) {
                if (set.test(check)) {
                    return true;
                }
            }
            return false;
        }
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
