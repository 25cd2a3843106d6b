// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import static xe.sim.driver.query.QueryDefect.QRY_082_TAI_REFUSED;
import static xe.sim.driver.query.QueryDefect.QRY_082_UNKNOWN_CLOCK_IS_MONOTONIC;
import static xe.sim.driver.query.QueryDefect.QRY_083_UNKNOWN_GT_IS_GT0;
import static xe.sim.driver.query.QueryDefect.QRY_084_SIXTEEN_BITS_OF_GT;
import static xe.sim.driver.query.QueryDefect.QRY_085_BIND_CLASS_IS_COPY;
import static xe.sim.driver.query.QueryDefect.QRY_086_UNKNOWN_INSTANCE_IS_0;
import static xe.sim.driver.query.QueryDefect.QRY_087_PAGING_ENGINE_REFUSED;
import static xe.sim.driver.query.QueryDefect.QRY_088_PAD_JUDGED;
import static xe.sim.driver.query.QueryDefect.QRY_089_TIME_IN_MICROSECONDS;
import static xe.sim.driver.query.QueryDefect.QRY_089_WIDTH_OF_OLD_PARTS;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.profile.EngineClass;
import xe.sim.driver.profile.Gt;
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
        int clock = query.getInt("clockid");
        Long now = nanos(clock);
        if (now == null && device.has(QRY_082_UNKNOWN_CLOCK_IS_MONOTONIC)) {
            now = nanos(CLOCK_MONOTONIC);
        }
        boolean pad = query.get("eci.pad") != 0 && device.has(QRY_088_PAD_JUDGED);
        boolean tai = clock == CLOCK_TAI && device.has(QRY_082_TAI_REFUSED);
        if (now == null || pad || tai || !exists(device, query)) {
            return false;
        }
        boolean wide = device.profile().graphicsVersion() >= 2000 && !device.has(QRY_089_WIDTH_OF_OLD_PARTS);
        int width = wide ? 64 : 36;
        long ticks = (long) (System.nanoTime() * (TICKS_PER_SECOND / 1e9));
        query.set("width", width);
        query.set("engine_cycles", width == 64 ? ticks : ticks & ((1L << width) - 1));
        query.set("cpu_timestamp", device.has(QRY_089_TIME_IN_MICROSECONDS) ? now / 1000 : now);
        query.set("cpu_delta", 100);
        return true;
    }

    private static boolean exists(XeDevice device, StructView query) {
        int rawGt = query.getInt("eci.gt_id");
        int gtId = device.has(QRY_084_SIXTEEN_BITS_OF_GT) ? rawGt : rawGt & 0xff; // QRY-084
        List<Gt> gts = device.profile().gts();
        if (gtId >= gts.size()) {
            if (!device.has(QRY_083_UNKNOWN_GT_IS_GT0)) {
                return false;
            }
            gtId = 0;
        }
        int number = query.getInt("eci.engine_class");
        boolean bindAsCopy = number == EngineClass.VM_BIND && device.has(QRY_085_BIND_CLASS_IS_COPY);
        EngineClass engineClass = bindAsCopy ? EngineClass.COPY : EngineClass.of(number);
        if (engineClass == null) {
            return false;
        }
        Gt gt = gts.get(gtId);
        int present = device.has(QRY_087_PAGING_ENGINE_REFUSED)
                ? gt.count(engineClass)
                : device.profile().present(gt, engineClass);
        boolean any = present > 0 && device.has(QRY_086_UNKNOWN_INSTANCE_IS_0);
        return any || query.getInt("eci.engine_instance") < present;
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
