// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import xe.worker.HeadStart;

/** Every option of every command: in one group of its help, with a description, and in a test. */
class OptionsTest {
    private static final int COLUMNS = 80;

    /** With a line for the prompt and one for what was typed, a group is on one screen. */
    private static final int LINES = 22;

    private static final Pattern HEADING = Pattern.compile("\\S.*:");

    static Stream<CommandLine> commands() {
        CommandLine suite = new XeCts(new Terminal(false, Ansi.OFF), HeadStart.none()).commandLine();
        return Stream.concat(Stream.of(suite), suite.getSubcommands().values().stream());
    }

    static Stream<OptionSpec> options() {
        return commands()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .collect(Collectors.toMap(OptionSpec::longestName, option -> option, (one, same) -> one))
                .values()
                .stream();
    }

    /** The groups of a command's help, each with its heading. */
    private static List<List<String>> groups(String command) {
        String help = command.equals("xe-cts")
                ? CommandLineTest.execute("--help").out()
                : CommandLineTest.execute(command, "--help").out();
        List<List<String>> groups = new ArrayList<>(List.of(new ArrayList<>()));
        help.lines().forEach(line -> {
            if (HEADING.matcher(line).matches()) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(line);
        });
        return groups;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyGroupOfTheHelpFitsAScreen(CommandLine command) {
        assertThat(groups(command.getCommandName())).allSatisfy(group -> {
            assertThat(group).as("lines of a group").hasSizeLessThanOrEqualTo(LINES);
            assertThat(group).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionStandsInOneGroup(CommandLine command) {
        List<String> lines = groups(command.getCommandName()).stream()
                .filter(group -> group.getFirst().matches(".*[a-z]:"))
                .flatMap(List::stream)
                .toList();

        for (OptionSpec option : command.getCommandSpec().options()) {
            String name = option.longestName().replace("--", "--(\\[no-])?");
            Pattern entry = Pattern.compile(" {2,}(-\\w, )?(--[a-z-]+, )*" + name + "([\\s=\\[].*)?");
            assertThat(lines)
                    .as(option.longestName())
                    .filteredOn(line -> entry.matcher(line).matches())
                    .hasSize(option.hidden() ? 0 : 1);
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void everyOptionIsDescribed(OptionSpec option) {
        assertThat(option.description())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).isNotBlank());
    }

    @Test
    void theGroupsOfARunAreNamed() {
        assertThat(groups("run").stream()
                        .map(List::getFirst)
                        .filter(line -> !line.startsWith("Usage") && !line.startsWith("Exit")))
                .containsExactly(
                        "What the checks run on:",
                        "Which checks run:",
                        "How often they run:",
                        "How long they may take:",
                        "How they are executed:",
                        "What is known to fail:",
                        "What the run leaves behind:",
                        "Who is told, as it happens:",
                        "What kcidb.json says:",
                        "Other options:");
    }

    /** As a word of a command line, in a string of its own or with others. */
    private static Pattern use(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> option.negatable() ? "--(no-)?" + name.substring(2) : Pattern.quote(name))
                .collect(Collectors.joining("|"));
        return Pattern.compile("[\" ](" + names + ")[\"=, ]");
    }

    private static List<String> sources() throws IOException {
        Path here = Path.of("src", "test", "java", "xe");
        Path folder = Files.isDirectory(here) ? here : Path.of("harness").resolve(here);
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> sources = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                    .filter(path -> !path.endsWith("OptionsTest.java"))
                    .toList()) {
                sources.add(Files.readString(file));
            }
            return sources;
        }
    }

    @Test
    void everyOptionIsInATest() throws IOException {
        List<String> sources = sources();
        Set<String> untested = options()
                .filter(option -> sources.stream()
                        .noneMatch(source -> use(option).matcher(source).find()))
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());

        assertThat(untested).isEmpty();
    }
}
