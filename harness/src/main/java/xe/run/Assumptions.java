// SPDX-License-Identifier: MIT
package xe.run;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/**
 * What the GPU model of {@code fixtures/kernel} only assumes, by rule: that a check of such a rule passes there says nothing about
 * the driver.
 */
final class Assumptions {
    private static final String RESOURCE = "fixtures/kernel/assumptions.csv";

    private final Map<String, String> byRule = new LinkedHashMap<>();

    /** @throws RunProblem if the file can't be read */
    static Assumptions load() {
        Assumptions assumptions = new Assumptions();
        InputStream resource = Assumptions.class.getClassLoader().getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw RunProblem.broken("there is no %s on the class path: build again".formatted(RESOURCE));
        }
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(resource)) {
            for (NamedCsvRecord row : rows) {
                for (String rule : row.getField("rules").split("[; ]+")) {
                    assumptions.byRule.put(rule, row.getField("assumes"));
                }
            }
            return assumptions;
        } catch (IOException | RuntimeException e) {
            throw RunProblem.broken("%s can't be read: %s".formatted(RESOURCE, e.getMessage()), e);
        }
    }

    /** The outcome as it counts on the model. */
    CheckOutcome judge(CheckOutcome outcome) {
        if (outcome.verdict() != Verdict.PASSED) {
            return outcome;
        }
        return outcome.check().rules().stream()
                .filter(byRule::containsKey)
                .findFirst()
                .map(rule ->
                        outcome.as(Verdict.NOT_EVIDENCE, "MODEL: %s is assumed: %s".formatted(rule, byRule.get(rule))))
                .orElse(outcome);
    }
}
