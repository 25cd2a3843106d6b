// SPDX-License-Identifier: MIT
package xe.sim.driver.query;

import static xe.sim.driver.query.ObservationQueryDefect.QRY_100_ENGINES_NOT_COUNTED;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_101_IDS_PER_GT;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_102_NO_GT_ID_CAPABILITY;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_103_EVERY_UNIT_IS_OAG;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_104_ENGINES_OF_GT_0;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_105_NO_FREQUENCY;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_121_RATES_NOT_COUNTED;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_122_RATES_DESCEND;
import static xe.sim.driver.query.ObservationQueryDefect.QRY_122_RESERVED_NOT_CLEARED;
import static xe.uapi.DrmXeEngineClassInstance.STRUCT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.profile.Gt;
import xe.sim.driver.profile.OaUnit;
import xe.sim.driver.profile.Profile;
import xe.uapi.DrmXeOaUnit;
import xe.uapi.DrmXeQueryEuStall;
import xe.uapi.DrmXeQueryOaUnits;

/**
 * What DEVICE_QUERY tells about OA units and EU stall sampling, as bytes.
 */
public final class ObservationFacts {
    /** EU stall sampling rates are multiples of so many cycles. */
    public static final int CYCLES = 251;

    public static final int RATES = 7;
    public static final int RECORD_BYTES = 64;
    public static final int BUFFER_BYTES_PER_XECORE = 512 << 10;

    private static final int XE_CORES = 8;
    private static final int PVC = 1260;
    private static final int XE2 = 2000;

    private ObservationFacts() {}

    /** Whether the device samples EU stalls. */
    public static boolean hasEuStall(Profile profile) {
        return profile.graphicsVersion() == PVC || profile.graphicsVersion() >= XE2;
    }

    /** How many XeCores there are to sample. */
    public static int xeCores(Gt gt) {
        return gt.media() ? 0 : XE_CORES;
    }

    /** QRY-100 to QRY-105. */
    static byte[] oaUnits(XeDevice device) {
        List<OaUnit> units = OaUnit.of(device.profile());
        int engines = device.has(QRY_100_ENGINES_NOT_COUNTED)
                ? 0
                : units.stream().mapToInt(unit -> unit.engines().size()).sum();
        int size = DrmXeQueryOaUnits.STRUCT.size() + units.size() * DrmXeOaUnit.STRUCT.size() + engines * STRUCT.size();
        ByteBuffer out = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(0).putInt(units.size()).putInt(0);
        units.forEach(unit -> put(device, out, unit));
        return Arrays.copyOf(out.array(), size);
    }

    private static void put(XeDevice device, ByteBuffer out, OaUnit unit) {
        boolean first = unit.equals(OaUnit.of(device.profile()).stream()
                .filter(other -> other.gt().equals(unit.gt()))
                .findFirst()
                .orElseThrow());
        out.putLong(0);
        out.putInt(first && device.has(QRY_101_IDS_PER_GT) ? 0 : unit.id());
        out.putInt(device.has(QRY_103_EVERY_UNIT_IS_OAG) ? 0 : unit.type());
        out.putLong(device.has(QRY_102_NO_GT_ID_CAPABILITY) ? 0x1f : 0x3f);
        out.putLong(device.has(QRY_105_NO_FREQUENCY) ? 0 : EngineClock.TICKS_PER_SECOND);
        out.putShort((short) unit.gt().id());
        out.position(out.position() + 30);
        out.putLong(unit.engines().size());
        for (OaUnit.Attached engine : unit.engines()) {
            int gt = device.has(QRY_104_ENGINES_OF_GT_0) ? 0 : unit.gt().id();
            out.putShort((short) engine.engineClass().number()).putShort((short) engine.instance());
            out.putShort((short) gt).putShort((short) 0);
        }
    }

    /** QRY-121, QRY-122. */
    static byte[] euStall(XeDevice device) {
        int size = DrmXeQueryEuStall.STRUCT.size() + RATES * Long.BYTES;
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(0).putLong(1).putLong(RECORD_BYTES).putLong(BUFFER_BYTES_PER_XECORE);
        out.putLong(device.has(QRY_122_RESERVED_NOT_CLEARED) ? 1 : 0).position(72);
        out.putLong(RATES);
        for (int i = 1; i <= RATES; i++) {
            out.putLong((long) CYCLES * (device.has(QRY_122_RATES_DESCEND) ? RATES + 1 - i : i));
        }
        return device.has(QRY_121_RATES_NOT_COUNTED)
                ? Arrays.copyOf(out.array(), DrmXeQueryEuStall.STRUCT.size())
                : out.array();
    }
}
