// SPDX-License-Identifier: MIT
package xe.junit;

import org.opentest4j.AssertionFailedError;

/**
 * The kernel broke a rule: the check failed. Any other exception means that the check is broken.
 */
public final class ContractViolation extends AssertionFailedError {
    private static final long serialVersionUID = 1;

    private final String subject;
    private final String expectedText;
    private final String actualText;

    /**
     * @param subject the call or the thing that was looked at
     * @param expected in words
     * @param actual in words
     */
    public ContractViolation(String subject, String expected, String actual) {
        this(subject + ": expected " + expected + ", got " + actual, subject, expected, actual);
    }

    private ContractViolation(String message, String subject, String expected, String actual) {
        super(message, expected, actual);
        this.subject = subject;
        this.expectedText = expected;
        this.actualText = actual;
    }

    /** The same violation, with more about what was seen. */
    ContractViolation after(String more) {
        if (more.isEmpty()) {
            return this;
        }
        ContractViolation same = new ContractViolation(subject, expectedText, actualText + more);
        same.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            same.addSuppressed(suppressed);
        }
        return same;
    }

    /**
     * The same violation, saying where it was seen and which rule it breaks.
     *
     * @param backend {@code sim} or {@code linux}
     * @param rules such as {@code rule VMR-001: pad != 0: EINVAL}; empty for a check without a rule
     */
    ContractViolation in(String backend, String rules) {
        ContractViolation same = new ContractViolation(
                subject + " on " + backend + ": expected " + expectedText + ", got " + actualText
                        + (rules.isEmpty() ? "" : "; " + rules),
                subject,
                expectedText,
                actualText);
        same.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            same.addSuppressed(suppressed);
        }
        return same;
    }
}
