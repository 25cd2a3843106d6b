// SPDX-License-Identifier: MIT
package xe.report.output;

import java.util.function.Consumer;
import xe.report.CheckOutcome;
import xe.report.RunInfo;

/** Tells LAVA each result as it comes: a test case per check in a test set per area. */
public final class LavaSignals {
    private final Names names;
    private final Channel channel;
    private String area = "";

    /** How LAVA is told. */
    public interface Channel {
        void startSet(String name);

        void stopSet();

        void testCase(String id, String result);

        /** Lines for a console: LAVA's dispatcher reads them there. */
        static Channel lines(Consumer<String> lines) {
            return new Channel() {
                @Override
                public void startSet(String name) {
                    lines.accept("<LAVA_SIGNAL_TESTSET START " + name + ">");
                }

                @Override
                public void stopSet() {
                    lines.accept("<LAVA_SIGNAL_TESTSET STOP>");
                }

                @Override
                public void testCase(String id, String result) {
                    lines.accept("<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=" + id + " RESULT=" + result + ">");
                }
            };
        }
    }

    public LavaSignals(RunInfo run, Channel channel) {
        this.names = Names.of(run);
        this.channel = channel;
    }

    public void add(CheckOutcome outcome) {
        String next = outcome.check().area();
        if (!next.equals(area)) {
            end();
            channel.startSet(names.dotted(next));
            area = next;
        }
        LavaCase.of(names, outcome).forEach(one -> channel.testCase(one.id(), one.result()));
    }

    public void end() {
        if (!area.isEmpty()) {
            channel.stopSet();
            area = "";
        }
    }
}
