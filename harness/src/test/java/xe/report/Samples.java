// SPDX-License-Identifier: MIT
package xe.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import xe.kernel.KernelInfo;

/** A run and outcomes for tests of the writers. */
public final class Samples {
    public static final RunInfo RUN = new RunInfo(
            "0.1.0",
            new KernelInfo("sim", "7.3-rc7", "simulator of 7.3-rc7, profile bmg", KernelInfo.Gpu.SIMULATED),
            "bmg",
            "0123456789ab",
            "run --profile bmg",
            Instant.EPOCH);

    private Samples() {}

    public static CheckOutcome outcome(String id, Verdict verdict, String message) {
        Check check = new Check(id, "[" + id + "]", List.of("VMR-001"), "C", "m", "m()", List.of(), List.of());
        return new CheckOutcome(
                check,
                verdict,
                message,
                verdict == Verdict.FAILED ? "EINVAL (22)" : null,
                verdict == Verdict.FAILED ? "success" : null,
                "",
                Instant.EPOCH,
                Duration.ofMillis(2),
                List.of(new Attachment("system calls", "ioctl(3, ...) = 0\n")));
    }
}
