// SPDX-License-Identifier: MIT
package xe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import xe.report.Check;
import xe.report.CheckPattern;
import xe.run.CheckIndex;

class SmokeListTest {
    @Test
    void everyLineOfTheSmokeListMatchesAndTheDriverIsInIt() throws IOException {
        List<Check> index = CheckIndex.load();
        List<CheckPattern> patterns = Files.readAllLines(Path.of("../fixtures/smoke.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(CheckPattern::new)
                .toList();

        assertThat(patterns).allMatch(pattern -> index.stream().anyMatch(pattern));
        assertThat(index)
                .filteredOn(check -> check.id().equals("drm-version.the-strings-are-those-of-xe.name-xe"))
                .hasSize(1);
    }
}
