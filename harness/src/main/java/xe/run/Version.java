// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import xe.rules.RuleBook;
import xe.rules.RuleBookException;

/** The version of the suite, as the build wrote it. */
final class Version implements IVersionProvider {
    /** Has the command and all under it tell the version. As an annotation, it would be asked at each start, once for each command. */
    static void in(CommandLine commands) {
        commands.getSubcommands().values().forEach(Version::in);
        commands.getCommandSpec().versionProvider(new Version());
    }

    static String current() {
        return built("version");
    }

    /** Of the report generator. */
    static String allure() {
        return built("allure");
    }

    private static String built(String property) {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty(property);
    }

    @Override
    public String[] getVersion() {
        return new String[] {"xe-cts " + current(), "rule book " + ruleBook(), "Java " + Runtime.version()};
    }

    private static String ruleBook() {
        try {
            return RuleBook.load().hash();
        } catch (RuleBookException e) {
            return "damaged: " + e.getMessage();
        }
    }
}
