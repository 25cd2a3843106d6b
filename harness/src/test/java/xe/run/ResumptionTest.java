// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;
import xe.report.Attachment;
import xe.report.BootId;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.Journal;
import xe.report.RecordedRun;
import xe.report.Samples;
import xe.report.Verdict;

/** A journal that ends in the middle of a check, and what the machine left elsewhere. */
class ResumptionTest {
    private static final List<Check> CHECKS = List.of(
            Checks.named("a.done", "VMR-001"), Checks.named("a.running", "VMR-001"), Checks.named("a.next", "VMR-001"));

    @TempDir
    private Path root;

    private Path out;

    @BeforeEach
    void journal() throws IOException {
        out = Files.createDirectories(root.resolve("out"));
        Files.writeString(
                Files.createDirectories(root.resolve("sys/fs/pstore")).resolve("dmesg-ramoops-0"),
                "Oops#1 Part1\nBUG: kernel NULL pointer dereference\n");
        try (Journal journal = new Journal(out, Samples.RUN, false)) {
            journal.begin(CHECKS.getFirst());
            journal.add(Samples.outcome("a.done", Verdict.PASSED, ""));
            journal.begin(CHECKS.get(1));
        }
    }

    private void inAnotherBoot() throws IOException {
        Path file = out.resolve(Journal.FILE);
        Files.writeString(file, Files.readString(file).replace(BootId.current(), "0123-4567"));
    }

    private List<CheckOutcome> resumed() throws IOException {
        RecordedRun recorded = RecordedRun.read(out, id -> Checks.named(id, "VMR-001"));
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Console console =
                new Console(nowhere, new Terminal(false, Ansi.OFF), new Again("./xe-cts run --select ", List.of()));
        Session session = new Session(Samples.RUN, out, console, new LiveOutputs(null, null, nowhere), List.of());
        PreviousBoot before = new PreviousBoot(root, "/nowhere/journalctl");

        assertThat(Resumption.of(recorded, Samples.RUN, out).left(CHECKS, session, false, before))
                .containsExactly(CHECKS.getLast());
        return session.outcomes();
    }

    @Test
    void checkThatTookTheMachineDownHasItsLastWords() throws IOException {
        inAnotherBoot();

        CheckOutcome outcome = resumed().getLast();
        assertThat(outcome.check().id()).isEqualTo("a.running");
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCOMPLETE);
        assertThat(outcome.message())
                .isEqualTo("INCOMPLETE: the machine went down while it ran; its last words are attached");
        assertThat(outcome.attachments())
                .singleElement()
                .extracting(Attachment::text)
                .asString()
                .contains("BUG: kernel NULL pointer dereference");
    }

    @Test
    void lostLastWordsAreSaid() throws IOException {
        inAnotherBoot();
        Files.delete(root.resolve("sys/fs/pstore/dmesg-ramoops-0"));

        assertThat(resumed().getLast().message()).contains("neither pstore nor the journal has its last words");
    }

    @Test
    void runThatWasKilledSaysNothingOfTheMachine() throws IOException {
        CheckOutcome outcome = resumed().getLast();

        assertThat(outcome.message()).isEqualTo("INCOMPLETE: the run was killed while it ran");
        assertThat(outcome.attachments()).isEmpty();
    }
}
