// SPDX-License-Identifier: MIT
package xe.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command line as one text, as a shell takes it. */
final class ArgumentText {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./*?-]+");
    private static final Pattern PART = Pattern.compile("'([^']*)'|\\\\(.)|([^' \\\\]+)|( +)");

    private ArgumentText() {}

    static String join(List<String> arguments) {
        return arguments.stream()
                .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** What {@link #join} was made from. */
    static List<String> split(String text) {
        List<String> arguments = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            if (part.group(4) != null) {
                arguments.add(word.toString());
                word.setLength(0);
                inWord = false;
                continue;
            }
            inWord = true;
            for (int group = 1; group <= 3; group++) {
                if (part.group(group) != null) {
                    word.append(part.group(group));
                }
            }
        }
        if (inWord) {
            arguments.add(word.toString());
        }
        return arguments;
    }
}
