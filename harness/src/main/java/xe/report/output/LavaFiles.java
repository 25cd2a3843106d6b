// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import xe.report.CheckOutcome;
import xe.report.RecordedRun;

/** The results as send-to-lava.sh of Linaro's test definitions reads them: {@code name result} in each line of result.txt. */
final class LavaFiles implements Output {
    @Override
    public String place() {
        return "lava/result.txt";
    }

    @Override
    public void write(Path out, RecordedRun run) throws IOException {
        Names names = Names.of(run.run());
        StringBuilder results = new StringBuilder();
        for (CheckOutcome outcome : run.outcomes()) {
            LavaCase.of(names, outcome).forEach(one -> results.append(one.id() + " " + one.result() + "\n"));
        }
        Path file = out.resolve(place());
        Files.createDirectories(file.getParent());
        Files.writeString(file, results);
    }
}
