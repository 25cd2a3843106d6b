// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import xe.report.CheckOutcome;
import xe.report.RecordedRun;

/** The run as a KTAP document, for {@code kunit.py parse} and its like. */
final class KtapFile implements Output {
    @Override
    public String place() {
        return "results.ktap";
    }

    @Override
    public void write(Path out, RecordedRun run) throws IOException {
        Ktap ktap = new Ktap(
                run.run(),
                Ktap.Nesting.INDENT,
                run.outcomes().stream().map(CheckOutcome::check).toList());
        run.outcomes().forEach(ktap::add);
        ktap.end();
        Files.writeString(out.resolve(place()), ktap.take());
    }
}
