// SPDX-License-Identifier: MIT
package xe.report.output;

import java.util.List;
import xe.rules.RuleBook;

/** The formats that every run is left in, beside its journal. */
public final class Outputs {
    private Outputs() {}

    public static List<Output> of(RuleBook book, KcidbJson.Submission submission) {
        return List.of(
                new TextLog(),
                new KtapFile(),
                new JunitXml(),
                new IgtResults(),
                new KcidbJson(submission),
                new LavaFiles(),
                new Reproducers(),
                new AllureFolder(book));
    }
}
