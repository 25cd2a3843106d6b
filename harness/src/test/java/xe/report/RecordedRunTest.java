// SPDX-License-Identifier: MIT
package xe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.Comparison.Change;

class RecordedRunTest {
    private static final CheckOutcome FAILED =
            Samples.outcome("a.failed", Verdict.FAILED, "say \"no\"\nand\u0001 \\ more");
    private static final CheckOutcome PASSED = Samples.outcome("a.passed", Verdict.PASSED, "");

    @TempDir
    private Path out;

    @BeforeEach
    void write() throws IOException {
        try (Journal journal = new Journal(out, Samples.RUN, false)) {
            journal.add(FAILED);
            journal.add(PASSED);
        }
    }

    private RecordedRun read() throws IOException {
        return RecordedRun.read(out, id -> id.equals("a.failed") ? FAILED.check() : PASSED.check());
    }

    private void append(String text) throws IOException {
        Files.writeString(out.resolve(Journal.FILE), text, StandardOpenOption.APPEND);
    }

    @Test
    void givesBackWhatTheJournalWrote() throws IOException {
        RecordedRun read = read();

        assertThat(read.run()).isEqualTo(Samples.RUN);
        assertThat(read.outcomes()).containsExactly(FAILED, PASSED);
    }

    @Test
    void lineWithoutAnEndIsDropped() throws IOException {
        append("{\"id\":\"a.pas");

        assertThat(read().outcomes()).hasSize(2);
    }

    @Test
    void brokenLineIsNamed() throws IOException {
        append("{\"id\":\"a.pas\n");

        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("line 4");
    }

    @Test
    void comparisonTellsWhatChanged() throws IOException {
        RecordedRun base = read();
        RecordedRun other = new RecordedRun(
                base.run(), java.util.List.of(FAILED.as(Verdict.PASSED, ""), PASSED.as(Verdict.FAILED, "worse")));
        Comparison comparison = new Comparison(base, other);

        assertThat(comparison.of(Change.FIXED))
                .extracting(pair -> pair.check().id())
                .containsExactly("a.failed");
        assertThat(comparison.of(Change.NEW_FAILURE))
                .extracting(pair -> pair.check().id())
                .containsExactly("a.passed");
        assertThat(comparison.of(Change.SAME)).isEmpty();
    }
}
