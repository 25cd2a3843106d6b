// SPDX-License-Identifier: MIT
package xe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path out;

    @Test
    void saysFirstWhereTheRunWasMade() throws IOException {
        new Journal(out, Samples.RUN, false).close();

        assertThat(Files.readString(out.resolve(Journal.FILE)))
                .startsWith("{\"suite\":\"0.1.0\",\"backend\":\"sim\",\"kernel\":\"7.3-rc7\"");
    }

    @Test
    void aCheckIsOnDiskWithAllBeforeItBeforeItBegins() throws IOException {
        List<Integer> linesOnDisk = new ArrayList<>();
        Path file = out.resolve(Journal.FILE);
        try (Journal journal = new Journal(
                out,
                Samples.RUN,
                true,
                lines -> linesOnDisk.add(Files.readAllLines(file).size()))) {
            for (String id : List.of("a.b", "a.c")) {
                CheckOutcome outcome = Samples.outcome(id, Verdict.PASSED, "");
                journal.begin(outcome.check());
                journal.add(outcome);
            }
            assertThat(linesOnDisk).containsExactly(2, 4);
        }
        assertThat(linesOnDisk).containsExactly(2, 4, 5);
    }

    @Test
    void aJournalThatIsNotForcedToDiskIsNot() throws IOException {
        try (Journal journal = new Journal(out, Samples.RUN, false, lines -> {
            throw new IOException("not asked for");
        })) {
            journal.begin(Samples.outcome("a.b", Verdict.PASSED, "").check());
        }
        assertThat(Files.readAllLines(out.resolve(Journal.FILE))).hasSize(2);
    }

    @Test
    void eachOutcomeIsThereAtOnce() throws IOException {
        try (Journal journal = new Journal(out, Samples.RUN, false)) {
            journal.add(Samples.outcome("a.b", Verdict.FAILED, "say \"no\"\nand\u0001 \\ more"));

            List<String> lines = Files.readAllLines(out.resolve(Journal.FILE));
            assertThat(lines).hasSize(2);
            assertThat(lines.get(1))
                    .contains("\"id\":\"a.b\",\"rules\":[\"VMR-001\"],\"status\":\"failed\"")
                    .contains("\"message\":\"say \\\"no\\\"\\nand\\u0001 \\\\ more\"");
        }
    }
}
