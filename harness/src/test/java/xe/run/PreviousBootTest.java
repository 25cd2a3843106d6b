// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.Attachment;

class PreviousBootTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    private Path root;

    private Path pstore;

    @BeforeEach
    void pstore() throws IOException {
        pstore = Files.createDirectories(root.resolve("sys/fs/pstore"));
    }

    private void left(String file, String text, Duration after) throws IOException {
        Files.setLastModifiedTime(Files.writeString(pstore.resolve(file), text), FileTime.from(START.plus(after)));
    }

    private String journalctl(String script) throws IOException {
        Path program = Files.writeString(root.resolve("journalctl"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }

    @Test
    void partsOfAPanicComeInTheirOrderAndOlderOnesDoNot() throws IOException {
        left("dmesg-efi_pstore-175000000001001", "Panic#1 Part1\nthe end\n", Duration.ofMinutes(1));
        left("dmesg-efi_pstore-175000000002001", "Panic#1 Part2\nthe beginning\n", Duration.ofMinutes(1));
        left("dmesg-efi_pstore-174000000001001", "Panic#1 Part1\nlast month\n", Duration.ofDays(-30));
        left("console-ramoops-0", "all sorts of things", Duration.ofMinutes(1));

        assertThat(new PreviousBoot(root, "/nowhere/journalctl").log("a-b", START))
                .singleElement()
                .satisfies(attachment -> {
                    assertThat(attachment.name()).isEqualTo("kernel log of the previous boot (pstore)");
                    assertThat(attachment.text())
                            .containsSubsequence("the beginning", "the end")
                            .doesNotContain("last month", "all sorts");
                });
    }

    @Test
    void theJournalIsAskedForThatBoot() throws IOException {
        String journalctl = journalctl("echo \"$@\"; echo 'BUG: unable to handle page fault'");

        assertThat(new PreviousBoot(root, journalctl).log("0123-4567", START))
                .singleElement()
                .extracting(Attachment::text)
                .asString()
                .startsWith("--boot=01234567 --dmesg ")
                .contains("unable to handle page fault");
    }

    @Test
    void nothingIsNothing() throws IOException {
        assertThat(new PreviousBoot(root, journalctl("exit 1")).log("0123-4567", START))
                .isEmpty();
        Files.delete(pstore);
        assertThat(new PreviousBoot(root, "/nowhere/journalctl").log("0123-4567", START))
                .isEmpty();
    }

    @Test
    void longLogsAreCutAtTheirStart() throws IOException {
        left("dmesg-ramoops-0", "x".repeat(100_000) + "the end", Duration.ofMinutes(1));

        assertThat(new PreviousBoot(root, "/nowhere/journalctl").log("", START))
                .singleElement()
                .extracting(Attachment::text)
                .asString()
                .hasSize(64 * 1024)
                .contains("the end");
    }
}
