// SPDX-License-Identifier: MIT
package xe.headers;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The constants and tables of names that the suite was built for, as a C compiler wrote them.
 *
 * <p>The self-tests of xe.uapi hold them equal to the constants of that package.
 */
record Built(Map<String, Long> constants, Map<String, Map<Integer, String>> names) {
    static Built load() {
        Map<String, Long> constants = rows("constants.csv").stream()
                .collect(Collectors.toMap(
                        row -> row.getField("constant"), row -> Long.parseLong(row.getField("value"))));
        Map<String, Map<Integer, String>> names = rows("names.csv").stream()
                .collect(Collectors.groupingBy(
                        row -> row.getField("table"),
                        Collectors.toMap(row -> Integer.parseInt(row.getField("index")), row -> row.getField("name"))));
        return new Built(constants, names);
    }

    private static List<NamedCsvRecord> rows(String file) {
        String path = "/fixtures/uapi/" + file;
        try (InputStream stream = Objects.requireNonNull(Built.class.getResourceAsStream(path), path);
                var csv = CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
