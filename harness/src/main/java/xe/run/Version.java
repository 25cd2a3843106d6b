// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;
import xe.rules.RuleBook;
import xe.rules.RuleBookException;

/** The version of the suite, as the build wrote it. */
final class Version implements IVersionProvider {
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

    /** Never fails, as the version of each command is asked for before any command can tell a problem. */
    private static String ruleBook() {
        try {
            return RuleBook.load().hash();
        } catch (RuleBookException e) {
            return "damaged: " + e.getMessage();
        }
    }
}
