// SPDX-License-Identifier: MIT
package xe.report;

import java.time.Instant;
import xe.kernel.KernelInfo;

/**
 * Where and with what a run was made; stands in every output.
 *
 * @param suiteVersion of this suite, such as {@code 0.1.0}
 * @param device the device or the simulator's profile
 * @param ruleBook hash of the rule book
 * @param arguments the command line after {@code xe-cts}
 */
public record RunInfo(
        String suiteVersion, KernelInfo kernel, String device, String ruleBook, String arguments, Instant start) {

    public boolean simulated() {
        return kernel.backend().equals("sim");
    }

    /** One line that can't be misread: {@code xe-cts 0.1.0 on SIMULATOR of ... - not hardware}. */
    public String title() {
        return simulated()
                ? "xe-cts %s on SIMULATOR of %s, profile %s - not hardware"
                        .formatted(suiteVersion, kernel.release(), device)
                : "xe-cts %s on Linux %s, %s".formatted(suiteVersion, kernel.release(), device);
    }
}
