// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.NO_VM_OVERCOMMIT;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.VmFlags;
import xe.junit.Requires;
import xe.rules.Rule;

/**
 * All 32 combinations of VM_CREATE's flags, each under the rule that decides it. A refused row is compared with the same row
 * without its fault.
 */
class VmCreateFlagsTest {
    private static final int STOCK_FLAGS = 0xf;
    private static final int ALL_FLAGS = 0x1f;

    private static Stream<Arguments> combinations(int known, IntPredicate chosen) {
        return IntStream.rangeClosed(0, known)
                .filter(chosen)
                .mapToObj(flags -> Arguments.of(VmFlags.text(flags), flags));
    }

    private static boolean has(int flags, int wanted) {
        return (flags & wanted) == wanted;
    }

    private static boolean lacks(int flags, int unwanted) {
        return (flags & unwanted) == 0;
    }

    static Stream<Arguments> plainModes() {
        return combinations(STOCK_FLAGS, flags -> lacks(flags, FAULT_MODE | NO_VM_OVERCOMMIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainModes")
    @Rule("VMC-001")
    void plainModesAreAccepted(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).succeeds();
    }

    static Stream<Arguments> faultModeWithLrMode() {
        return combinations(STOCK_FLAGS, flags -> has(flags, FAULT_MODE | LR_MODE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultModeWithLrMode")
    @Rule("VMC-006")
    @Requires(Feature.NO_USM)
    void faultModeNeedsTheHardware(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm(flags & ~(FAULT_MODE | NO_VM_OVERCOMMIT))).succeeds();
    }

    static Stream<Arguments> faultModeWithoutLrMode() {
        return combinations(STOCK_FLAGS, flags -> has(flags, FAULT_MODE) && lacks(flags, LR_MODE | SCRATCH_PAGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultModeWithoutLrMode")
    @Rule("VMC-007")
    @Requires(Feature.USM)
    void faultModeNeedsLrMode(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm(flags | LR_MODE)).succeeds();
    }

    static Stream<Arguments> scratchFaultModeWithoutLrMode() {
        return combinations(STOCK_FLAGS, flags -> has(flags, FAULT_MODE | SCRATCH_PAGE) && lacks(flags, LR_MODE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scratchFaultModeWithoutLrMode")
    @Rule("VMC-007")
    @Requires(Feature.SCRATCH_WITH_FAULT_MODE)
    void faultModeWithScratchNeedsLrMode(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm(flags | LR_MODE)).succeeds();
    }

    static Stream<Arguments> scratchFaultMode() {
        return combinations(STOCK_FLAGS, flags -> has(flags, FAULT_MODE | SCRATCH_PAGE | LR_MODE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scratchFaultMode")
    @Rule("VMC-008")
    @Requires(Feature.SCRATCH_WITH_FAULT_MODE)
    void scratchPagesWithFaultModeAreAccepted(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scratchFaultMode")
    @Rule("VMC-009")
    @Requires({Feature.USM, Feature.NO_SCRATCH_WITH_FAULT_MODE})
    void scratchPagesWithFaultModeAreRefused(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm(flags & ~SCRATCH_PAGE)).succeeds();
    }

    static Stream<Arguments> noOvercommitWithoutFaultMode() {
        return combinations(STOCK_FLAGS, flags -> has(flags, NO_VM_OVERCOMMIT) && lacks(flags, FAULT_MODE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noOvercommitWithoutFaultMode")
    @Rule("VMC-010")
    void noOvercommitNeedsFaultMode(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm(flags & ~NO_VM_OVERCOMMIT)).succeeds();
    }

    static Stream<Arguments> noOvercommitWithFaultMode() {
        return combinations(
                STOCK_FLAGS,
                flags -> has(flags, NO_VM_OVERCOMMIT | FAULT_MODE | LR_MODE) && lacks(flags, SCRATCH_PAGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noOvercommitWithFaultMode")
    @Rule("VMC-011")
    @Requires(Feature.USM)
    void noOvercommitWithFaultModeIsAccepted(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"RESTARTABLE", "RESTARTABLE SCRATCH_PAGE"})
    @Rule("VMC-012")
    @Requires(Feature.VM_RESTART)
    void restartableNeedsLrMode(String flags, DrmFile file) {
        assertThat(file.tryCreateVm(VmFlags.parse(flags))).failsWith(EINVAL);

        assertThat(file.tryCreateVm(VmFlags.parse(flags) & ~RESTARTABLE)).succeeds();
        assertThat(file.tryCreateVm(VmFlags.parse(flags) | LR_MODE)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"RESTARTABLE LR_MODE", "RESTARTABLE LR_MODE SCRATCH_PAGE"})
    @Rule("VMC-013")
    @Requires(Feature.VM_RESTART)
    void restartableWithLrModeIsAccepted(String flags, DrmFile file) {
        assertThat(file.tryCreateVm(VmFlags.parse(flags))).succeeds();
    }

    static Stream<Arguments> restartableFaultMode() {
        return combinations(ALL_FLAGS, flags -> has(flags, RESTARTABLE | FAULT_MODE) && lacks(flags, NO_VM_OVERCOMMIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("restartableFaultMode")
    @Rule("VMC-014")
    @Requires(Feature.VM_RESTART)
    void restartableRefusesFaultMode(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm((flags | LR_MODE) & ~FAULT_MODE)).succeeds();
    }

    static Stream<Arguments> restartableNoOvercommit() {
        return combinations(ALL_FLAGS, flags -> has(flags, RESTARTABLE | NO_VM_OVERCOMMIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("restartableNoOvercommit")
    @Rule("VMC-015")
    @Requires(Feature.VM_RESTART)
    void restartableRefusesNoOvercommit(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm((flags | LR_MODE) & ~(FAULT_MODE | NO_VM_OVERCOMMIT)))
                .succeeds();
    }

    static Stream<Arguments> restartableCombinations() {
        return combinations(ALL_FLAGS, flags -> has(flags, RESTARTABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("restartableCombinations")
    @Rule("VMC-004")
    @Requires(Feature.STOCK)
    void restartableIsUnknownWithoutTheSeries(String name, int flags, DrmFile file) {
        assertThat(file.tryCreateVm(flags)).failsWith(EINVAL);

        assertThat(file.tryCreateVm(LR_MODE)).succeeds();
    }

    static Stream<String> unknownBits() {
        return IntStream.range(5, 32).mapToObj(bit -> "0x" + Integer.toHexString(1 << bit));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownBits")
    @Rule("VMC-005")
    void anUnknownFlagGivesEinval(String bit, DrmFile file) {
        assertThat(file.tryCreateVm(LR_MODE | VmFlags.parse(bit))).failsWith(EINVAL);

        assertThat(file.tryCreateVm(LR_MODE)).succeeds();
    }
}
