// SPDX-License-Identifier: MIT
package xe.run;

import picocli.CommandLine.Help.Ansi;

/**
 * What standard output is.
 *
 * @param live whether a line can rewrite itself
 * @param ansi whether text can have colours
 */
record Terminal(boolean live, Ansi ansi) {
    /** A terminal if the launcher saw one; without colours if NO_COLOR is set, as no-color.org has it. */
    static Terminal detect() {
        boolean terminal = Boolean.getBoolean("xe.terminal") && !"dumb".equals(System.getenv("TERM"));
        String noColor = System.getenv("NO_COLOR");
        boolean colours = terminal && (noColor == null || noColor.isEmpty());
        return new Terminal(terminal, colours ? Ansi.ON : Ansi.OFF);
    }
}
