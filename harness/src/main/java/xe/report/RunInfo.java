// SPDX-License-Identifier: MIT
package xe.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** What two runs have to share to be parts of one, by what it is called. */
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("suite", suiteVersion);
        identity.put("rule book", ruleBook);
        identity.put("kernel", kernel.detail());
        identity.put("device", device);
        return identity;
    }

    public boolean simulated() {
        return kernel.gpu() == KernelInfo.Gpu.SIMULATED;
    }

    /** One line that can't be misread: {@code xe-cts 0.1.0 on SIMULATOR of ..., profile bmg - not hardware}. */
    public String title() {
        String where = switch (kernel.gpu()) {
            case SIMULATED -> kernel.detail().replaceFirst("^simulator", "SIMULATOR") + " - not hardware";
            case MODELLED -> kernel.gpu().label() + ", Linux " + kernel.release();
            case HOST -> "Linux " + kernel.release() + ", " + device;
        };
        return "xe-cts " + suiteVersion + " on " + where;
    }
}
