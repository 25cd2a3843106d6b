// SPDX-License-Identifier: MIT
package xe.sim.driver;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import xe.uapi.StructView;

/**
 * The time stamp counter of an engine beside a clock of the CPU ({@code query_engine_cycles()}).
 */
final class EngineClock {
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_MONOTONIC_RAW = 4;
    private static final int CLOCK_BOOTTIME = 7;
    private static final int CLOCK_TAI = 11;
    private static final long TAI_OFFSET_NANOS = TimeUnit.SECONDS.toNanos(37);
    static final int TICKS_PER_SECOND = 19_200_000;

    private EngineClock() {}

    /** Fills in the answer; false (EINVAL) if it asks for an unknown clock or engine (QRY-082 to QRY-086). */
    static boolean fill(XeDevice device, StructView query) {
        Long now = nanos(query.getInt("clockid"));
        int gtId = query.getInt("eci.gt_id") & 0xff; // QRY-084
        EngineClass engineClass = EngineClass.of(query.getInt("eci.engine_class"));
        int instance = query.getInt("eci.engine_instance");
        boolean exists =
                device.profile().gts().stream().anyMatch(gt -> gt.id() == gtId && gt.has(engineClass, instance));
        if (now == null || !exists) {
            return false;
        }
        int width = device.profile().graphicsVersion() >= 2000 ? 64 : 36;
        long ticks = (long) (System.nanoTime() * (TICKS_PER_SECOND / 1e9));
        query.set("width", width);
        query.set("engine_cycles", width == 64 ? ticks : ticks & ((1L << width) - 1));
        query.set("cpu_timestamp", now);
        query.set("cpu_delta", 100);
        return true;
    }

    private static @Nullable Long nanos(int clock) {
        long wall = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return switch (clock) {
            case CLOCK_REALTIME -> wall;
            case CLOCK_TAI -> wall + TAI_OFFSET_NANOS;
            case CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME -> System.nanoTime();
            default -> null;
        };
    }
}
