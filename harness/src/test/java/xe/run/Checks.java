// SPDX-License-Identifier: MIT
package xe.run;

import java.util.List;
import xe.report.Check;

/** Checks for tests of what is done with them. */
final class Checks {
    private Checks() {}

    static Check named(String id, String... rules) {
        return new Check(id, "[method:" + id + "]", List.of(rules), "C", "m", "m()", List.of(), List.of());
    }

    static Check row(String id, String displayName, String... rules) {
        return new Check(id, "[row:" + id + "]", List.of(rules), "C", "m", displayName, List.of(), List.of());
    }
}
