// SPDX-License-Identifier: MIT
package xe.defects;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code fixtures/defects.csv}: what is expected of defects that turn more red than the checks of their rule, or that show
 * on another machine than the usual one.
 */
final class Expectations {
    private static final List<String> COLUMNS = List.of("defect", "on", "also_red", "why");

    private final Map<String, Expectation> byDefect = new TreeMap<>();

    static Expectations read(Path file) throws IOException {
        Expectations expectations = new Expectations();
        if (!Files.exists(file)) {
            return expectations;
        }
        try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord line : lines) {
                if (line.getStartingLineNumber() == 1) {
                    if (!line.getFields().equals(COLUMNS)) {
                        throw new IOException(
                                file + " line 1: columns are " + line.getFields() + ", expected " + COLUMNS);
                    }
                    continue;
                }
                expectations.add(expectation(file, line));
            }
        }
        return expectations;
    }

    private static Expectation expectation(Path file, CsvRecord line) throws IOException {
        List<String> also = line.getField(2).isEmpty()
                ? List.of()
                : List.of(line.getField(2).split(" "));
        if (!also.isEmpty() && line.getField(3).isBlank()) {
            throw new IOException(file + " line " + line.getStartingLineNumber() + ": also red, but not why");
        }
        return new Expectation(line.getField(0), Environment.parse(line.getField(1)), also, line.getField(3));
    }

    void add(Expectation expectation) {
        byDefect.put(expectation.defect(), expectation);
    }

    Expectation of(String defect) {
        return byDefect.getOrDefault(defect, new Expectation(defect, Environment.USUAL, List.of(), ""));
    }

    Collection<String> defects() {
        return byDefect.keySet();
    }

    /** Takes what was seen for what is expected; a person has to write why, where a question mark stands. */
    void learn(List<Finding> findings) {
        for (Finding finding : findings) {
            Expectation known = of(finding.defect().name());
            Set<String> also = new TreeSet<>(known.alsoRed());
            also.removeIf(pattern ->
                    finding.others().stream().noneMatch(check -> Expectation.matches(pattern, check.check())));
            finding.unexpected().forEach(check -> also.add(check.check().rules().getFirst()));
            String why = also.isEmpty() ? "" : known.why().isEmpty() ? "?" : known.why();
            add(new Expectation(known.defect(), finding.on(), List.copyOf(also), why));
        }
    }

    void write(Path file) throws IOException {
        List<Expectation> worthALine = new ArrayList<>(byDefect.values());
        worthALine.removeIf(row -> row.alsoRed().isEmpty() && row.on().equals(Environment.USUAL));
        try (CsvWriter lines =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            lines.writeRecord(COLUMNS);
            for (Expectation row : worthALine) {
                lines.writeRecord(row.defect(), row.on().toString(), String.join(" ", row.alsoRed()), row.why());
            }
        }
    }
}
