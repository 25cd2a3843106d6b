// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells two starts of this machine apart. */
public final class BootId {
    private BootId() {}

    /** A UUID that the kernel made when it started; empty if it tells none. */
    public static String current() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
