// SPDX-License-Identifier: MIT
package xe.rules;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The contradictions that are known, from {@code fixtures/contradictions.csv}.
 */
public final class Contradictions {
    private static final String RESOURCE = "fixtures/contradictions.csv";
    private static final List<String> COLUMNS = List.of("id", "kind", "where", "says", "does", "rules");

    private final RuleBook book;
    private final List<Contradiction> all = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private Contradictions(RuleBook book) {
        this.book = book;
    }

    /**
     * The list that ships with the suite, in the order of the file.
     *
     * @param book has to have the rules that the list names
     * @throws RuleBookException if the file is missing or damaged
     */
    public static List<Contradiction> load(RuleBook book) {
        return of(RuleBook.read(RESOURCE), book);
    }

    /** A list from the text of its file. */
    static List<Contradiction> of(String text, RuleBook book) {
        Contradictions read = new Contradictions(book);
        try {
            List<CsvRecord> lines =
                    CsvReader.builder().allowMissingFields(true).allowExtraFields(true).ofCsvRecord(text).stream()
                            .toList();
            if (lines.isEmpty()) {
                throw new RuleBookException(RESOURCE, "empty; expected the columns " + COLUMNS);
            }
            if (!lines.getFirst().getFields().equals(COLUMNS)) {
                throw problem(
                        lines.getFirst(), "columns are " + lines.getFirst().getFields() + ", expected " + COLUMNS);
            }
            lines.stream().skip(1).forEach(read::add);
        } catch (CsvParseException e) {
            throw new RuleBookException(RESOURCE, "not CSV: " + e.getMessage());
        }
        return List.copyOf(read.all);
    }

    private void add(CsvRecord line) {
        List<String> cells = line.getFields();
        if (cells.size() != COLUMNS.size()) {
            throw problem(line, cells.size() + " columns, expected " + COLUMNS.size());
        }
        String id = cells.get(0);
        if (!id.matches("C-\\d{2,3}")) {
            throw problem(line, "id '" + id + "' is not C- and two or three digits");
        }
        if (!ids.add(id)) {
            throw problem(line, id + " is there twice");
        }
        Contradiction.Kind kind = kind(line, cells.get(1));
        for (String column : List.of("where", "does", "rules")) {
            if (cells.get(COLUMNS.indexOf(column)).isBlank()) {
                throw problem(line, "no " + column);
            }
        }
        String says = cells.get(3);
        if (says.isBlank() == kind.quotes()) {
            throw problem(
                    line,
                    kind.quotes()
                            ? "nothing in 'says', but " + word(kind) + " has a text to contradict"
                            : "'says' is for " + word(Contradiction.Kind.TEXT) + " and "
                                    + word(Contradiction.Kind.UNCHECKED));
        }
        List<String> rules = List.of(cells.get(5).split(" "));
        for (String rule : rules) {
            if (book.find(rule).isEmpty()) {
                throw problem(line, "no rule '" + rule + "' in the book");
            }
        }
        all.add(new Contradiction(id, kind, cells.get(2), says, cells.get(4), rules));
    }

    private static Contradiction.Kind kind(CsvRecord line, String name) {
        return Arrays.stream(Contradiction.Kind.values())
                .filter(kind -> word(kind).equals(name))
                .findFirst()
                .orElseThrow(() -> problem(
                        line,
                        "kind '" + name + "' is none of "
                                + Arrays.stream(Contradiction.Kind.values())
                                        .map(Contradictions::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String word(Contradiction.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static RuleBookException problem(CsvRecord line, String problem) {
        return new RuleBookException(RESOURCE, line.getStartingLineNumber(), problem);
    }
}
