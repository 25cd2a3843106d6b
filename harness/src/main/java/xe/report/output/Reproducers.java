// SPDX-License-Identifier: MIT
package xe.report.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import xe.report.Attachment;
import xe.report.CheckOutcome;
import xe.report.Folders;
import xe.report.PlainText;
import xe.report.RecordedRun;

/** A C program per failure that makes the check's system calls again. */
public final class Reproducers implements Output {
    /** What the program is called among the attachments of an outcome. */
    public static final String ATTACHMENT = "reproducer.c";

    @Override
    public String place() {
        return "reproducers";
    }

    @Override
    public void write(Path out, RecordedRun run) throws IOException {
        Path folder = out.resolve(place());
        if (Files.exists(folder)) {
            Folders.empty(folder);
        }
        for (CheckOutcome outcome : run.outcomes()) {
            for (Attachment attachment : outcome.attachments()) {
                if (attachment.name().equals(ATTACHMENT)) {
                    Files.createDirectories(folder);
                    Files.writeString(
                            folder.resolve(outcome.check().id() + ".c"),
                            header(outcome, run) + attachment.text().stripTrailing() + "\n");
                }
            }
        }
    }

    /** What explains an outcome beside the program, which is too long to stand in a log. */
    static List<Attachment> others(CheckOutcome outcome) {
        return outcome.attachments().stream()
                .filter(attachment -> !attachment.name().equals(ATTACHMENT))
                .toList();
    }

    private static String header(CheckOutcome outcome, RecordedRun run) {
        return """
                // SPDX-License-Identifier: MIT
                /*
                 * %s
                 * %s
                 *
                 * Made by %s.
                 * cc -Wall -Werror %s.c && ./a.out [/dev/dri/renderD129]
                 * Ends with 0 if the kernel does what is expected, 1 if not, 2 if it never gets there.
                 */
                """.formatted(
                        outcome.check().id(),
                        comment(outcome.message()),
                        comment(run.run().title()),
                        outcome.check().id());
    }

    private static String comment(String text) {
        return PlainText.line(text).replace("*/", "* /").replace("/*", "/ *");
    }
}
