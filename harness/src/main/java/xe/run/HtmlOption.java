// SPDX-License-Identifier: MIT
package xe.run;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import xe.report.AllureReport;

/** Of the commands that make outputs of what was run before. */
final class HtmlOption {
    @Option(names = "--no-html", description = "Leave out report.html.")
    private boolean noHtml;

    /** @return null for no HTML */
    @Nullable
    AllureReport renderer() {
        return noHtml ? null : new AllureReport(Installation.reportGenerator());
    }
}
