// SPDX-License-Identifier: MIT
package xe.expect;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import xe.report.CheckPattern;

/**
 * One line: {@code PATTERN,Result CONDITION... bug=URL until=DATE -- reason}.
 *
 * @param line its number, from 1
 * @param conditions {@code backend}, {@code profile}, {@code pci} and {@code kernel}; all have to hold
 * @param bug where the bug is tracked; empty if the line does not say
 * @param until the last day on which it counts; {@link LocalDate#MAX} if the line does not say
 */
record Expectation(
        int line,
        CheckPattern pattern,
        Expected expected,
        Map<String, String> conditions,
        String bug,
        LocalDate until,
        String reason) {
    private static final List<String> CONDITIONS = List.of("backend", "profile", "pci", "kernel");
    private static final Set<String> KEYS = Set.of("backend", "profile", "pci", "kernel", "bug", "until");
    private static final Set<String> BACKENDS = Set.of("sim", "uml", "linux");
    private static final String REASON = " -- ";

    /** @throws ExpectationException if the line can't be read */
    static Expectation parse(String file, int line, String text) {
        int reason = text.indexOf(REASON);
        List<String> words =
                List.of((reason < 0 ? text : text.substring(0, reason)).trim().split("\\s+"));
        String first = words.getFirst();
        int comma = first.lastIndexOf(',');
        if (comma <= 0) {
            throw new ExpectationException(
                    file, line, "'%s' is no PATTERN,Result such as vm-restart.*,Fail".formatted(first));
        }
        Expected expected = Expected.ofWord(first.substring(comma + 1))
                .orElseThrow(() -> new ExpectationException(
                        file,
                        line,
                        "'%s' is no result: there are Fail, Crash, Timeout, Flake and Skip"
                                .formatted(first.substring(comma + 1))));
        Map<String, String> values = values(file, line, words.subList(1, words.size()));
        String bug = values.getOrDefault("bug", "");
        LocalDate until = values.containsKey("until") ? day(file, line, values.get("until")) : LocalDate.MAX;
        values.keySet().retainAll(CONDITIONS);
        return new Expectation(
                line,
                new CheckPattern(first.substring(0, comma)),
                expected,
                values,
                bug,
                until,
                reason < 0 ? "" : text.substring(reason + REASON.length()).trim());
    }

    private static Map<String, String> values(String file, int line, List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            String value = word.substring(equals + 1);
            if (equals < 0 || !KEYS.contains(key)) {
                throw new ExpectationException(
                        file,
                        line,
                        "'%s' is none of backend=, profile=, pci=, kernel=, bug= and until=; a reason comes last, after ' -- '"
                                .formatted(word));
            }
            if (values.put(key, value) != null) {
                throw new ExpectationException(file, line, key + " is there twice");
            }
            if (key.equals("backend") && !BACKENDS.contains(value)) {
                throw new ExpectationException(
                        file, line, "'%s' is no backend: there are sim, uml and linux".formatted(value));
            }
            if (key.equals("kernel")) {
                range(file, line, value);
            }
        }
        return values;
    }

    private static void range(String file, int line, String text) {
        try {
            KernelRange.of(text);
        } catch (IllegalArgumentException e) {
            throw new ExpectationException(file, line, String.valueOf(e.getMessage()));
        }
    }

    private static LocalDate day(String file, int line, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new ExpectationException(file, line, "'%s' is no date such as 2027-01-31".formatted(text));
        }
    }

    /** Whether it counts there on that day. */
    boolean holds(Place place, LocalDate today) {
        return !today.isAfter(until)
                && conditions.entrySet().stream()
                        .allMatch(condition -> holds(condition.getKey(), condition.getValue(), place));
    }

    private static boolean holds(String key, String value, Place place) {
        return switch (key) {
            case "backend" -> value.equals(place.backend());
            case "profile" -> value.equals(place.profile());
            case "pci" -> value.equalsIgnoreCase(place.pci());
            default -> KernelRange.of(value).contains(place.release());
        };
    }

    /** The bug and the reason, for people. */
    String why() {
        return bug + (bug.isEmpty() || reason.isEmpty() ? "" : ", ") + reason;
    }

    /** The same line about one check. */
    String about(String check) {
        String where = conditions.entrySet().stream()
                .map(condition -> " " + condition.getKey() + "=" + condition.getValue())
                .collect(Collectors.joining());
        return check + "," + expected.word() + where + (bug.isEmpty() ? "" : " bug=" + bug)
                + (until.equals(LocalDate.MAX) ? "" : " until=" + until) + (reason.isEmpty() ? "" : REASON + reason);
    }
}
