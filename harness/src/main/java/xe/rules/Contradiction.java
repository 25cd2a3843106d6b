// SPDX-License-Identifier: MIT
package xe.rules;

import java.util.List;

/**
 * Where the driver does not do what its documentation, its other calls or a reader's common sense say.
 *
 * @param id such as {@code C-01}
 * @param where the struct, field, flag or text that it is about
 * @param says what is written there; empty unless the kind is {@link Kind#TEXT} or {@link Kind#UNCHECKED}
 * @param does what the driver does instead
 * @param rules the rules that pin what it does; their checks show it
 */
public record Contradiction(String id, Kind kind, String where, String says, String does, List<String> rules) {
    /** In which way. */
    public enum Kind {
        TEXT("the driver does not do what is written"),
        UNCHECKED("the driver does not look at what is written to be zero, or cuts it"),
        UNEVEN("calls that should answer alike do not"),
        SILENT("nothing is written, and the answer surprises");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        /** Whether there is a text to contradict. */
        boolean quotes() {
            return this == TEXT || this == UNCHECKED;
        }
    }

    public Contradiction {
        rules = List.copyOf(rules);
    }
}
