// SPDX-License-Identifier: MIT
package xe.junit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.kernel.Wait;
import xe.uapi.Outcome;
import xe.watch.Notification;

/**
 * What checks assert with. Every method throws a {@link ContractViolation}; the extension adds backend and rule to its text.
 */
public final class Assertions {
    private Assertions() {}

    public static OutcomeAssert assertThat(Outcome outcome) {
        return new OutcomeAssert(outcome);
    }

    public static NotificationAssert assertThat(Notification notification) {
        return new NotificationAssert(notification);
    }

    public static NotificationsAssert assertThat(List<Notification> notifications) {
        return new NotificationsAssert(notifications);
    }

    /** Fails with {@code WHAT: expected EXPECTED, got ACTUAL}. */
    public static void assertEqual(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new ContractViolation(what, String.valueOf(expected), String.valueOf(actual));
        }
    }

    /** Integers of any width, compared as 64 bits. */
    public static void assertEqual(String what, long expected, long actual) {
        if (expected != actual) {
            throw new ContractViolation(what, Long.toString(expected), Long.toString(actual));
        }
    }

    /** Bytes, shown in hex. */
    public static void assertEqual(String what, byte[] expected, byte[] actual) {
        if (!Arrays.equals(expected, actual)) {
            HexFormat hex = HexFormat.ofDelimiter(" ");
            throw new ContractViolation(what, hex.formatHex(expected), hex.formatHex(actual));
        }
    }

    /** Fails with {@code WHAT: expected true, got false}; say in {@code what} what should hold, with the values. */
    public static void assertTrue(String what, boolean holds) {
        if (!holds) {
            throw new ContractViolation(what, "true", "false");
        }
    }

    /** Fails with {@code WHAT: expected false, got true}. */
    public static void assertFalse(String what, boolean holds) {
        if (holds) {
            throw new ContractViolation(what, "false", "true");
        }
    }

    /**
     * Repeats a call until it gives {@code wanted}, for states that come about on their own, such as a VM that goes idle.
     *
     * @param wanted {@link Errno#OK} for success
     * @return the outcome that was wanted
     */
    @CanIgnoreReturnValue
    public static Outcome assertEventually(Deadline deadline, Errno wanted, Supplier<Outcome> call) {
        Wait wait = deadline.begin(wanted.toString());
        while (true) {
            Outcome outcome = call.get();
            if (outcome.errno() == wanted) {
                return outcome;
            }
            if (!wait.goesOn()) {
                throw new ContractViolation(
                        outcome.call(), wanted + " in the end", outcome.errno() + " for " + wait.spent());
            }
            wait.pause();
        }
    }
}
