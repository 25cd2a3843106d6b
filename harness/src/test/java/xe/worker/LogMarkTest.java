// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.report.Check;

class LogMarkTest {
    private static final Check CHECK = new Check(
            "vm-restart.x", "[engine:x]", List.of(), "xe.conformance.VmRestartTest", "", "", List.of(), List.of());

    @TempDir
    private Path folder;

    @Test
    void aCheckIsNamedAtInformationLevel() throws IOException {
        Path log = Files.createFile(folder.resolve("kmsg"));

        new LogMark(log).begin(CHECK);

        assertThat(log).hasContent("<6>xe-cts: begin vm-restart.x");
    }

    @Test
    void aDescriptorIsUsedForAsManyLinesAsTheKernelTakes() throws IOException {
        Path log = Files.createFile(folder.resolve("kmsg"));
        LogMark mark = new LogMark(log);
        for (int line = 0; line < 9; line++) {
            mark.begin(CHECK);
        }
        Path before = Files.move(log, folder.resolve("before"));
        Files.createFile(log);

        mark.begin(CHECK);
        assertThat(before).content().hasLineCount(10);
        mark.begin(CHECK);
        assertThat(log).content().hasLineCount(1);
        assertThat(before).content().hasLineCount(10);
    }

    @Test
    void aLogThatCannotBeWrittenIsNotMissed() {
        Path log = folder.resolve("kmsg");

        assertThatCode(() -> new LogMark(log).begin(CHECK)).doesNotThrowAnyException();
        assertThat(log).doesNotExist();
    }
}
