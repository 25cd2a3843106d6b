// SPDX-License-Identifier: MIT
package xe.headers;

/** A line of a header, counted from 1. */
public record Where(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }

    HeaderException problem(String text) {
        return new HeaderException(file, line, text);
    }
}
