// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RestartDefect.VMR_022_NO_LATENCY_LINE;
import static xe.sim.driver.device.RestartDefect.VMR_024_LATENCY_CLAMPED;
import static xe.sim.driver.device.RestartDefect.VMR_026_REALTIME;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The debug line that VM_RESTART writes for a timestamp (VMR-022).
 */
public final class RestartLatency {
    private static final long NS_PER_US = 1000;

    private final XeDevice device;

    public RestartLatency(XeDevice device) {
        this.device = device;
    }

    /** Logs the microseconds from {@code timestamp} to {@code now}, unsigned: a timestamp in the future wraps (VMR-024). */
    public void log(int vmId, long timestamp, long now) {
        long end = device.has(VMR_026_REALTIME) ? realtimeNs() : now;
        long us = Long.divideUnsigned(end - timestamp, NS_PER_US);
        if (us < 0 || us > Long.MAX_VALUE / NS_PER_US) {
            us = device.has(VMR_024_LATENCY_CLAMPED) ? 0 : us;
        }
        if (!device.has(VMR_022_NO_LATENCY_LINE)) {
            device.log()
                    .debug(
                            "xe_vm_restart_ioctl",
                            "VM " + vmId + " restart latency: " + Long.toUnsignedString(us) + " us");
        }
    }

    static long realtimeNs() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
