// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.observation.ObservationDefect.OAC_006_ANY_REGISTER;
import static xe.sim.driver.observation.ObservationDefect.OAC_006_FIRST_REGISTER_CHECKED;
import static xe.sim.driver.observation.ObservationDefect.OAC_006_RANGES_END_EARLY;
import static xe.sim.driver.observation.ObservationDefect.OAC_007_UNREADABLE_EINVAL;

import java.util.ArrayList;
import java.util.List;
import xe.sim.driver.device.XeDevice;

/**
 * Which registers an OA configuration may write ({@code xe_oa_is_valid_config_reg()}).
 */
final class OaRegisters {
    private static final int XE2 = 2000;
    private static final int METEOR_LAKE = 1270;

    /** First and last address of registers that follow each other. */
    private record Range(int first, int last) {
        static Range one(int address) {
            return new Range(address, address);
        }
    }

    private static final List<Range> FLEX_EU = List.of(
            Range.one(0xe458),
            Range.one(0xe558),
            Range.one(0xe658),
            Range.one(0xe758),
            Range.one(0xe45c),
            Range.one(0xe55c),
            Range.one(0xe65c));

    private static final List<Range> B_COUNTERS = List.of(
            Range.one(0xdc48),
            new Range(0xdd00, 0xdd48),
            Range.one(0x2b2c),
            new Range(0xd900, 0xd91c),
            new Range(0xd920, 0xd93c),
            new Range(0xd940, 0xd97c),
            new Range(0xdc00, 0xdc3c),
            Range.one(0xdc40),
            Range.one(0xdc44),
            new Range(0x393000, 0x39301c),
            new Range(0x393020, 0x39303c),
            new Range(0x393040, 0x39307c),
            new Range(0x393200, 0x39323c));

    private static final List<Range> XE2_B_COUNTERS =
            List.of(new Range(0x394200, 0x39423c), new Range(0x394a00, 0x394a3c));

    private static final List<Range> MUX =
            List.of(new Range(0x0d00, 0x0d04), new Range(0x0d0c, 0x0d2c), Range.one(0x9840), new Range(0x9884, 0x9888));

    private static final List<Range> XE2_MUX = List.of(
            Range.one(0x5194),
            Range.one(0x8704),
            Range.one(0xb01c),
            Range.one(0xb1bc),
            new Range(0xd0e0, 0xd0f4),
            Range.one(0xe18c),
            Range.one(0xe590),
            new Range(0x13000, 0x137fc),
            Range.one(0x145194),
            new Range(0x145340, 0x14537c));

    private final XeDevice device;
    private final List<Range> allowed = new ArrayList<>();

    OaRegisters(XeDevice device) {
        this.device = device;
        int version = device.profile().graphicsVersion();
        allowed.addAll(FLEX_EU);
        allowed.addAll(B_COUNTERS);
        if (version >= XE2) {
            allowed.addAll(XE2_B_COUNTERS);
            allowed.addAll(XE2_MUX);
        } else {
            allowed.addAll(MUX);
            allowed.add(version >= METEOR_LAKE ? new Range(0x38d100, 0x38d114) : Range.one(0x20cc));
        }
    }

    /** Reads and checks {@code count} pairs of address and value in order; 0 or the first negated errno. */
    long check(long pairs, int count) {
        for (long i = 0; i < Integer.toUnsignedLong(count); i++) {
            Integer address = device.machine().memory().getInt(pairs + i * Long.BYTES);
            Integer value = device.machine().memory().getInt(pairs + i * Long.BYTES + Integer.BYTES);
            if (address == null || value == null) { // OAC-007
                return device.has(OAC_007_UNREADABLE_EINVAL) ? EINVAL.negated() : EFAULT.negated();
            }
            boolean unseen = i > 0 && device.has(OAC_006_FIRST_REGISTER_CHECKED);
            if (!allows(address) && !unseen && !device.has(OAC_006_ANY_REGISTER)) {
                return EINVAL.negated(); // OAC-006
            }
        }
        return 0;
    }

    private boolean allows(int address) {
        for (Range range : allowed) {
            boolean end = address == range.last && range.last > range.first && device.has(OAC_006_RANGES_END_EARLY);
            if (address >= range.first && address <= range.last && !end) {
                return true;
            }
        }
        return false;
    }
}
