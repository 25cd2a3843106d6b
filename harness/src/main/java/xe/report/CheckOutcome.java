// SPDX-License-Identifier: MIT
package xe.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one check ended, and what was seen.
 *
 * @param message one or more lines for people; empty for a passed check
 * @param expected what the contract says, where the check compared two values
 * @param actual what the kernel did
 * @param trace the frames of the suite from where it failed; empty if there are none
 * @param attachments what explains a failure
 */
public record CheckOutcome(
        Check check,
        Verdict verdict,
        String message,
        @Nullable String expected,
        @Nullable String actual,
        String trace,
        Instant start,
        Duration duration,
        List<Attachment> attachments) {
    /** The attachment that says what a failing check waited for. */
    public static final String WAITED_IN_VAIN = "waited in vain";

    /** Whether it failed after a wait for what did not come. */
    public boolean waitedInVain() {
        return attachments.stream().anyMatch(attachment -> attachment.name().equals(WAITED_IN_VAIN));
    }

    /** The outcome of a check that nothing was seen of. */
    public static CheckOutcome without(Check check, Verdict verdict, String why, Instant start) {
        return new CheckOutcome(check, verdict, why, null, null, "", start, Duration.ZERO, List.of());
    }

    /** The same with another duration and other attachments. */
    public CheckOutcome with(Duration took, List<Attachment> evidence) {
        return new CheckOutcome(check, verdict, message, expected, actual, trace, start, took, evidence);
    }

    /** The same with another verdict. */
    public CheckOutcome as(Verdict other, String why) {
        return new CheckOutcome(check, other, why, expected, actual, trace, start, duration, attachments);
    }

    /** What a skip is counted under: the first word of its message, such as {@code needs-fault-injection}. */
    public String reasonCode() {
        int end = message.indexOf(':');
        return end < 0 ? message : message.substring(0, end);
    }
}
