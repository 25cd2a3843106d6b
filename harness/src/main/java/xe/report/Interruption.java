// SPDX-License-Identifier: MIT
package xe.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a journal ends that has no end.
 *
 * @param running the checks that had begun and not ended when the run was cut off; none if it stopped in order
 * @param boot of the machine, as {@link BootId} tells it
 */
public record Interruption(List<String> running, String boot) {
    /**
     * Reads the journal in {@code out}, which {@link RecordedRun#read} can read.
     *
     * @throws IOException if it can't be read
     */
    public static Interruption read(Path out) throws IOException {
        String text = Files.readString(out.resolve(Journal.FILE));
        Set<String> running = new LinkedHashSet<>();
        String boot = "";
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            Map<String, Object> entry = JsonObject.parse(line);
            if (entry.containsKey("begin")) {
                running.add(JsonObject.text(entry, "begin"));
            } else if (entry.containsKey("status")) {
                running.remove(JsonObject.text(entry, "id"));
            } else if (entry.containsKey("stopped")) {
                running.clear();
            } else if (entry.containsKey("boot")) {
                boot = JsonObject.text(entry, "boot");
            }
        }
        return new Interruption(List.copyOf(running), boot);
    }

    /** Whether it was the machine that ended, not the run alone. */
    public boolean ofTheMachine() {
        return !boot.equals(BootId.current());
    }
}
