// SPDX-License-Identifier: MIT
package xe.run;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the launcher found the built suite. */
final class Installation {
    private Installation() {}

    /** @throws RunProblem if there is none */
    static Path reportGenerator() {
        String home = System.getProperty("xe.home", "");
        String version = Version.allure();
        Path generator = Path.of(home, "allure-" + version);
        if (home.isEmpty() || !Files.isDirectory(generator)) {
            throw RunProblem.broken(
                    "the report generator is not at %s: start the suite with ./xe-cts, or give --no-report"
                            .formatted(generator));
        }
        return generator;
    }
}
