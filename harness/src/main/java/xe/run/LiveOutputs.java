// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import xe.report.CheckOutcome;
import xe.report.output.Ktap;
import xe.report.output.LavaSignals;

/** What tells each result as it comes, so that a machine which dies has told what it knew. */
final class LiveOutputs {
    private final @Nullable Ktap ktap;
    private final @Nullable LavaSignals lava;
    private final PrintWriter out;

    LiveOutputs(@Nullable Ktap ktap, @Nullable LavaSignals lava, PrintWriter out) {
        this.ktap = ktap;
        this.lava = lava;
        this.out = out;
    }

    void add(CheckOutcome outcome) {
        if (ktap != null) {
            ktap.add(outcome);
            print(ktap);
        }
        if (lava != null) {
            lava.add(outcome);
        }
    }

    void end() {
        if (ktap != null) {
            ktap.end();
            print(ktap);
        }
        if (lava != null) {
            lava.end();
        }
    }

    /** Whether standard output did not take all of it. */
    boolean lost() {
        return (ktap != null || lava != null) && out.checkError();
    }

    private void print(Ktap document) {
        out.print(document.take());
        out.flush();
    }
}
