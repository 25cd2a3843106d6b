// SPDX-License-Identifier: MIT
package xe.rules;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One file of the rule book: CSV with a header line, one rule a line.
 */
record RuleFile(Area area, String text) {
    private static final List<String> COLUMNS =
            List.of("id", "condition", "expected", "source", "needs", "evidence", "reason");
    private static final int REASON = COLUMNS.indexOf("reason");
    private static final Pattern EVIDENCE = Pattern.compile("V|V\\*|S|X|S\\+X|C|G");

    /** Puts the rules of the file into {@code entries}, which may hold those of other files. */
    void addTo(Map<String, RuleEntry> entries) {
        try {
            boolean header = true;
            for (CsvRecord line : lenient().ofCsvRecord(text)) {
                if (header) {
                    requireColumns(line);
                    header = false;
                    continue;
                }
                RuleEntry entry = entry(line);
                if (entries.putIfAbsent(entry.id(), entry) != null) {
                    throw problem(line, entry.id() + " is there twice");
                }
            }
            if (header) {
                throw new RuleBookException(area.resource(), "empty; expected the columns " + COLUMNS);
            }
        } catch (CsvParseException e) {
            throw new RuleBookException(area.resource(), "not CSV: " + e.getMessage());
        }
    }

    /** Leaves it to {@link #entry} to count the columns, for a message that says how many are expected. */
    private static CsvReader.CsvReaderBuilder lenient() {
        return CsvReader.builder().allowMissingFields(true).allowExtraFields(true);
    }

    private void requireColumns(CsvRecord header) {
        if (!header.getFields().equals(COLUMNS)) {
            throw problem(header, "columns are " + header.getFields() + ", expected " + COLUMNS);
        }
    }

    private RuleEntry entry(CsvRecord line) {
        List<String> cells = line.getFields();
        if (cells.size() != COLUMNS.size()) {
            throw problem(line, cells.size() + " columns, expected " + COLUMNS.size());
        }
        for (int column = 0; column < REASON; column++) {
            if (cells.get(column).isBlank()) {
                throw problem(line, "no " + COLUMNS.get(column));
            }
        }
        String id = cells.get(0);
        if (!id.matches(area + "-\\d{2,3}")) {
            throw problem(line, "id '" + id + "' is not " + area + "- and two or three digits");
        }
        if (!EVIDENCE.matcher(cells.get(5)).matches()) {
            throw problem(line, "evidence '" + cells.get(5) + "' is none of V, V*, S, X, S+X, C, G");
        }
        return new RuleEntry(
                id, area, cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5), cells.get(REASON));
    }

    private RuleBookException problem(CsvRecord line, String problem) {
        return new RuleBookException(area.resource(), line.getStartingLineNumber(), problem);
    }
}
