// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import xe.report.Check;

/**
 * Names each check in the kernel log before it begins, as IGT does, so that the log of a machine that died tells in which one.
 *
 * @param log /dev/kmsg; a user who may not write there goes without
 */
record LogMark(Path log) {
    private static final int INFO = 6;

    /** Opened anew for each line: the kernel lets a descriptor have ten lines in five seconds. */
    void begin(Check check) {
        try {
            Files.write(
                    log,
                    "<%d>xe-cts: begin %s\n".formatted(INFO, check.id()).getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            // then without
        }
    }
}
