// SPDX-License-Identifier: MIT
package xe.report;

import java.util.List;

/**
 * One thing that the suite shows: a test method, or one row of its table.
 *
 * @param id the stable name, such as {@code vm-restart.non-zero-pad-gives-einval}
 * @param uniqueId what JUnit calls it; positional, so good for one build only
 * @param rules the rules that it shows
 * @param displayName the row's values, or the method's name
 * @param features what it needs beyond the driver itself
 * @param tags such as {@code waits}, of checks that do little else
 */
public record Check(
        String id,
        String uniqueId,
        List<String> rules,
        String className,
        String method,
        String displayName,
        List<String> features,
        List<String> tags) {

    /** The first segment of the id: {@code vm-restart}. */
    public String area() {
        return id.substring(0, id.indexOf('.'));
    }

    /** Whether it is one row of a table. */
    public boolean isRow() {
        return !displayName.equals(method + "()");
    }
}
