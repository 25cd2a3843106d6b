// SPDX-License-Identifier: MIT
package xe.expect;

/** A line of an expectation file that can't be read; the message says which, what is wrong and what was expected. */
public final class ExpectationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExpectationException(String file, int line, String problem) {
        super("%s:%d: %s".formatted(file, line, problem));
    }

    ExpectationException(String file, String problem) {
        super("%s: %s".formatted(file, problem));
    }
}
