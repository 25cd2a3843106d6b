// SPDX-License-Identifier: MIT
package xe.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The options in a command's help: those of each mixin under the mixin's heading, each group short enough for a screen. Options of a
 * mixin without a heading, and of the command itself, come last.
 */
final class OptionGroups implements IHelpSectionRenderer {
    private static final String OTHERS = "Other options:";

    /** Has the command and all under it show their options in groups. */
    static void in(CommandLine commands) {
        commands.getSubcommands().values().forEach(OptionGroups::in);
        commands.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionGroups());
        commands.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING); // it is that of a mixin
    }

    @Override
    public String render(Help help) {
        CommandSpec command = help.commandSpec();
        Set<OptionSpec> left = new LinkedHashSet<>(command.options());
        left.removeIf(OptionSpec::hidden);
        StringBuilder text = new StringBuilder();
        for (CommandSpec mixin : command.mixins().values()) {
            String heading = mixin.usageMessage().optionListHeading();
            List<OptionSpec> group = left.stream()
                    .filter(option -> mixin.optionsMap().containsKey(option.longestName()))
                    .toList();
            if (heading != null && !heading.isEmpty() && !group.isEmpty()) {
                text.append(group(help, heading, group));
                group.forEach(left::remove);
            }
        }
        return text + group(help, text.isEmpty() ? "Options:" : OTHERS, List.copyOf(left));
    }

    private static String group(Help help, String heading, List<OptionSpec> options) {
        return "%n%s%n%s".formatted(heading, help.optionListExcludingGroups(options));
    }
}
