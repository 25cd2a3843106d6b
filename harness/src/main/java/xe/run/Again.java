// SPDX-License-Identifier: MIT
package xe.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The command that runs one check again as it ran, in lines of at most 80 columns where that is possible.
 *
 * @param command up to the name of the check
 * @param ids the names of all checks
 */
record Again(String command, List<String> ids) {
    private static final int COLUMNS = 80;
    private static final String HEAD = "  again: ";
    private static final String INDENT = "      ";

    /** How many characters of the start and of the end of a long name are tried. */
    private static final int[][] ENDS = {{28, 28}, {12, 44}, {44, 12}, {0, 58}, {58, 0}};

    /** The command, parted at options with a backslash where it is too long for a line. */
    List<String> lines(String id) {
        String whole = HEAD + command + id;
        if (whole.length() <= COLUMNS) {
            return List.of(whole);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(HEAD);
        String separator = "";
        for (String part : (command + shortened(id)).split(" (?=--)")) {
            if (line.length() + separator.length() + part.length() + 2 > COLUMNS && !separator.isEmpty()) {
                lines.add(line + " \\");
                line = new StringBuilder(INDENT);
                separator = "";
            }
            line.append(separator).append(part);
            separator = " ";
        }
        lines.add(line.toString());
        return lines;
    }

    /** The name, or where that is too long for a line, a pattern that matches it alone. */
    private String shortened(String id) {
        if (INDENT.length() + "--select ".length() + id.length() <= COLUMNS) {
            return id;
        }
        for (int[] end : ENDS) {
            String start = id.substring(0, end[0]);
            String rest = id.substring(id.length() - end[1]);
            Pattern pattern = Pattern.compile(Pattern.quote(start) + ".*" + Pattern.quote(rest));
            if (ids.stream().filter(pattern.asMatchPredicate()).limit(2).count() == 1) {
                return "'" + start + "*" + rest + "'";
            }
        }
        return id;
    }
}
