// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.OK;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.DrmXeMemRegion;
import xe.uapi.DrmXeQueryConfig;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.StructView;

/** DEVICE_QUERY, CONFIG: its parameters, and that the device does what they say. */
class QueryConfigTest {
    private static final int PARAMETERS = 5;
    private static final int DEVICE_ID = 0;
    private static final int FLAGS = 1;
    private static final int MIN_ALIGNMENT = 2;
    private static final int VA_BITS = 3;
    private static final int MAX_PRIORITY = 4;
    private static final int FIRST_UNKNOWN_FLAG = 6;
    private static final int BIG_PAGE = 65536;

    private static long info(DrmFile file, int parameter) {
        ByteBuffer answer = ByteBuffer.wrap(Query.CONFIG.answer(file).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return answer.getLong(DrmXeQueryConfig.STRUCT.size() + parameter * Long.BYTES);
    }

    private static boolean flag(DrmFile file, int flag) {
        return (info(file, FLAGS) & flag) != 0;
    }

    static long maxPriority(DrmFile file) {
        return info(file, MAX_PRIORITY);
    }

    @Test
    @Rule("QRY-040")
    void thereAreFiveParameters(DrmFile file) {
        Answer answer = Query.CONFIG.answer(file);

        assertEqual(
                "num_params", PARAMETERS, answer.at(0, DrmXeQueryConfig.STRUCT).get("num_params"));
        assertEqual("size", DrmXeQueryConfig.STRUCT.size() + PARAMETERS * Long.BYTES, answer.size());
    }

    @Test
    @Rule("QRY-041")
    void theDeviceIdIsThatOfThePciDevice(DrmFile file) {
        long id = info(file, DEVICE_ID);
        String known = file.device().pciId();

        assertEqual("the device id", known.substring(known.indexOf(':') + 1), "%04x".formatted(id & 0xffff));
        assertEqual("bits above the revision", 0, id >>> 24);
    }

    @Test
    @Rule("QRY-042")
    void vramIsAnnouncedWhereThereIsSome(DrmFile file) {
        boolean listed = QueryMemRegionsTest.regions(file).stream()
                .anyMatch(region -> region.get("mem_class") == DrmXeMemRegion.DRM_XE_MEM_REGION_CLASS_VRAM);

        assertEqual("HAS_VRAM", listed, flag(file, DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_VRAM));
    }

    @ParameterizedTest(name = "bit {0}")
    @ValueSource(ints = {1, 4, 5})
    @Rule("QRY-043")
    void someFlagsAreAlwaysSet(int bit, DrmFile file) {
        assertTrue("flag " + bit, flag(file, 1 << bit));
    }

    @Test
    @Rule("QRY-044")
    void mirrorsOfCpuAddressesComeWithFaultMode(DrmFile file) {
        boolean mirrors = flag(file, DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_CPU_ADDR_MIRROR);
        Errno faultMode = file.tryCreateVm(VmFlags.LR_MODE | VmFlags.FAULT_MODE).errno();

        assertFalse("CPU_ADDR_MIRROR where a VM in fault mode gives " + faultMode, mirrors && faultMode != OK);
    }

    @Test
    @Rule("QRY-045")
    void theHintAgainstCompressionIsTakenWhereItIsAnnounced(DrmFile file) {
        boolean announced = flag(file, DrmXeQueryConfig.DRM_XE_QUERY_CONFIG_FLAG_HAS_NO_COMPRESSION_HINT);

        assertThat(file.tryCreateBo(
                        Abi.PAGE_SIZE,
                        request -> request.set("flags", DrmXeGemCreate.DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION)))
                .gives(announced ? OK : EOPNOTSUPP);
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("unknownFlags")
    @Rule("QRY-046")
    void noUnknownFlagIsSet(int bit, DrmFile file) {
        assertFalse("flag " + bit, (info(file, FLAGS) >>> bit & 1) != 0);
    }

    static IntStream unknownFlags() {
        return IntStream.range(FIRST_UNKNOWN_FLAG, Long.SIZE);
    }

    @Test
    @Rule("QRY-047")
    void theAlignmentIsTheLargestPageOfARegion(DrmFile file) {
        long largest = QueryMemRegionsTest.regions(file).stream()
                .mapToLong(region -> region.get("min_page_size"))
                .max()
                .orElseThrow();

        assertEqual("MIN_ALIGNMENT", largest, info(file, MIN_ALIGNMENT));
    }

    @Test
    @Rule("QRY-048")
    void aVmEndsWhereItsAddressesEnd(DrmFile file) {
        long bits = info(file, VA_BITS);
        Vm vm = file.createVm(0);
        assertTrue(bits + " bits are 48 or 57", bits == 48 || bits == 57);

        assertThat(vm.tryBind(request -> last(request.struct("bind"), (1L << bits) - BIG_PAGE)))
                .succeeds();
        assertThat(vm.tryBind(request -> last(request.struct("bind"), 1L << bits)))
                .failsWith(EINVAL);
    }

    private static void last(StructView op, long address) {
        op.set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP)
                .set("flags", DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL)
                .set("range", BIG_PAGE)
                .set("addr", address);
    }

    @Test
    @Requires(Feature.ROOT)
    @Rule("QRY-049")
    void rootMayAskForTheHighestPriority(DrmFile file) {
        assertEqual("MAX_EXEC_QUEUE_PRIORITY", 2, maxPriority(file));
    }

    @Test
    @Requires(Feature.UNPRIVILEGED)
    @Rule("QRY-049")
    void otherUsersMayNot(DrmFile file) {
        assertEqual("MAX_EXEC_QUEUE_PRIORITY", 1, maxPriority(file));
    }
}
