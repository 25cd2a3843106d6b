// SPDX-License-Identifier: MIT
package xe.report.output;

import java.util.List;
import xe.report.CheckOutcome;

/**
 * A test case of LAVA, which knows no warnings: what the kernel logged is a case of its own.
 *
 * @param result {@code pass}, {@code fail}, {@code skip} or {@code unknown}
 */
record LavaCase(String id, String result) {
    private static final String KERNEL_LOG = "_dmesg";

    /** The check, and a failed {@code ..._dmesg} if the kernel warned of something meanwhile. */
    static List<LavaCase> of(Names names, CheckOutcome outcome) {
        String id = names.dotted(outcome.check().id());
        LavaCase itself = new LavaCase(id, Terms.of(outcome.verdict()).lava());
        return outcome.verdict().warned() ? List.of(itself, new LavaCase(id + KERNEL_LOG, "fail")) : List.of(itself);
    }
}
