// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Path;
import xe.report.RecordedRun;

/** A format in which a whole run is left behind. */
public interface Output {
    /** The file, or the folder, in that of the run. */
    String place();

    /** Writes it, over what an earlier run left at its place. */
    void write(Path out, RecordedRun run) throws IOException;
}
