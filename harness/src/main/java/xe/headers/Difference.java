// SPDX-License-Identifier: MIT
package xe.headers;

import org.jspecify.annotations.Nullable;

/**
 * Something in which a header differs from what the suite was built for.
 *
 * @param where null for what the header hasn't
 */
public record Difference(Kind kind, String text, @Nullable Where where) {
    public enum Kind {
        NEW("new"),
        CHANGED("changed"),
        MISSING("missing"),
        /** A field must be zero, and no description of the suite says so. */
        UNCHECKED("must be zero");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
