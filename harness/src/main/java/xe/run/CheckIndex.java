// SPDX-License-Identifier: MIT
package xe.run;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import xe.report.Check;

/**
 * Every check of the suite by its stable name, written when the suite was built.
 *
 * <p>JUnit knows the rows of a table only when it runs it; the index makes them selectable one by one before that.
 */
public final class CheckIndex {
    private static final String RESOURCE = "META-INF/xe-cts/checks.csv";
    private static final String[] HEADER = {"id", "unique_id", "rules", "class", "method", "name", "needs", "tags"};

    private CheckIndex() {}

    /**
     * The checks on the class path, by name.
     *
     * @throws RunProblem if there is no index, it can't be read or it is empty
     */
    public static List<Check> load() {
        InputStream resource = CheckIndex.class.getClassLoader().getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw RunProblem.broken("there is no index of checks (%s) on the class path: build again with ./xe-cts list"
                    .formatted(RESOURCE));
        }
        List<Check> checks = new ArrayList<>();
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(resource)) {
            rows.stream().skip(1).map(CheckIndex::check).forEach(checks::add);
        } catch (IOException | RuntimeException e) {
            throw RunProblem.broken(
                    "the index of checks (%s) can't be read: %s".formatted(RESOURCE, e.getMessage()), e);
        }
        if (checks.isEmpty()) {
            throw RunProblem.broken("the index of checks (%s) is empty".formatted(RESOURCE));
        }
        return checks;
    }

    static void save(Path classes, List<Check> checks) {
        Path file = classes.resolve(RESOURCE);
        try {
            Files.createDirectories(file.getParent());
            try (CsvWriter rows =
                    CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
                rows.writeRecord(HEADER);
                checks.forEach(check -> rows.writeRecord(
                        check.id(),
                        check.uniqueId(),
                        joined(check.rules()),
                        check.className(),
                        check.method(),
                        check.displayName(),
                        joined(check.features()),
                        joined(check.tags())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the index of checks can't be written", e);
        }
    }

    private static Check check(CsvRecord row) {
        return new Check(
                row.getField(0),
                row.getField(1),
                split(row.getField(2)),
                row.getField(3),
                row.getField(4),
                row.getField(5),
                split(row.getField(6)),
                split(row.getField(7)));
    }

    private static String joined(List<String> words) {
        return String.join(" ", words);
    }

    private static List<String> split(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(" "));
    }
}
