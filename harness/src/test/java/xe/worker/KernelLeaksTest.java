// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.Attachment;
import xe.report.CheckOutcome;
import xe.report.Verdict;

/** A file in place of the kernel's: what is asked of it stands at its end. */
class KernelLeaksTest {
    private static final String OLD = """
            unreferenced object 0xffff888000000100 (size 64):
              comm "modprobe", pid 1, jiffies 4294892296
            """;
    private static final String NEW = """
            unreferenced object 0xffff888000000200 (size 128):
              comm "java", pid 99, jiffies 4294937296
              backtrace (crc 1234):
                xe_vm_create+0x12/0x34
            """;

    @TempDir
    private Path root;

    private Path file;
    private final List<CheckOutcome> outcomes = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();

    @BeforeEach
    void leaks() throws IOException {
        file = root.resolve("sys/kernel/debug/kmemleak");
        Files.createDirectories(file.getParent());
        Files.writeString(file, OLD);
    }

    private KernelWatch watch(KernelLeaks.When when) {
        return new KernelWatch(root, false, new KernelLeaks(root, when));
    }

    private Outcomes outcomes(KernelWatch watch, boolean ending) {
        return new Outcomes(
                Optional.of(watch),
                within -> {
                    waits.add(within);
                    return ending;
                },
                outcomes::add);
    }

    private static CheckOutcome outcome(String check, Verdict verdict) {
        return CheckOutcome.without(
                FaultyChecks.check(check), verdict, verdict == Verdict.FAILED ? "wrong errno" : "", Instant.EPOCH);
    }

    @Test
    void newLeakIsAWarningOfTheCheckBeforeIt() throws IOException {
        try (KernelWatch watch = watch(KernelLeaks.When.CHECK)) {
            Outcomes told = outcomes(watch, false);
            told.told(outcome("first", Verdict.PASSED), false);
            Files.writeString(file, OLD + NEW);
            told.told(outcome("prints", Verdict.PASSED), false);
            told.told(outcome("last", Verdict.PASSED), true);
        }

        assertThat(outcomes)
                .extracting(CheckOutcome::verdict)
                .containsExactly(Verdict.PASSED, Verdict.WARNED, Verdict.PASSED);
        assertThat(outcomes.get(1).message()).isEqualTo("kmemleak: unreferenced object 0xffff888000000200 (size 128):");
        assertThat(outcomes.get(1).attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.name()).isEqualTo("kernel memory leaks");
            assertThat(attachment.text()).startsWith(NEW.stripTrailing()).doesNotContain("modprobe");
        });
        assertThat(Files.readString(file)).endsWith("scanscanscanscan");
    }

    @Test
    void afterTheLastCheckIsLookedForWhatAnyOfThemLeaked() throws IOException {
        try (KernelWatch watch = watch(KernelLeaks.When.RUN)) {
            Outcomes told = outcomes(watch, false);
            Files.writeString(file, OLD + NEW);
            told.told(outcome("first", Verdict.PASSED), false);
            assertThat(Files.readString(file)).isEqualTo(OLD + NEW);
            told.told(outcome("last", Verdict.FAILED), true);
        }

        assertThat(outcomes).extracting(CheckOutcome::verdict).containsExactly(Verdict.PASSED, Verdict.FAILED_WITH_LOG);
        assertThat(outcomes.getLast().message())
                .isEqualTo("wrong errno\nkmemleak of the run: unreferenced object 0xffff888000000200 (size 128):");
    }

    /** The kernel names no block that is younger than five seconds. */
    @Test
    void theSearchWaitsUntilBlocksAreOldEnoughUnlessTheRunEnds() {
        try (KernelWatch watch = watch(KernelLeaks.When.RUN)) {
            outcomes(watch, true).told(outcome("last", Verdict.PASSED), true);
        }

        assertThat(waits).singleElement().satisfies(wait -> assertThat(wait).isGreaterThan(Duration.ofSeconds(5)));
        assertThat(outcomes).extracting(CheckOutcome::attachments).containsExactly(List.<Attachment>of());
    }

    @Test
    void kernelThatDoesNotSearchIsNamed() throws IOException {
        Files.delete(file);
        try (KernelWatch watch = watch(KernelLeaks.When.CHECK)) {
            assertThat(watch.blindness()).contains("memory leaks (no /sys/kernel/debug/kmemleak)");
            assertThat(watch.leaks(true, within -> false)).isEmpty();
        }
        Files.createDirectory(file); // what can't be written, by root either
        try (KernelWatch watch = watch(KernelLeaks.When.CHECK)) {
            assertThat(watch.blindness())
                    .anyMatch(text -> text.startsWith("memory leaks (/sys/kernel/debug/kmemleak: "));
        }
    }

    @Test
    void searchThatFailsLaterIsTold() throws IOException {
        try (KernelWatch watch = watch(KernelLeaks.When.CHECK)) {
            Files.delete(file);
            outcomes(watch, false).told(outcome("last", Verdict.PASSED), true);
        }

        assertThat(outcomes.getFirst().message()).startsWith("kmemleak: the search failed: ");
    }
}
