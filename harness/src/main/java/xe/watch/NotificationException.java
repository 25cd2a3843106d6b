// SPDX-License-Identifier: MIT
package xe.watch;

/**
 * The kernel did not deliver what it promises to a reader: no record in time, or one that cannot be parsed.
 */
public final class NotificationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final String actual;

    public NotificationException(String expected, String actual) {
        super("expected " + expected + ", got " + actual);
        this.expected = expected;
        this.actual = actual;
    }

    public String expected() {
        return expected;
    }

    public String actual() {
        return actual;
    }
}
