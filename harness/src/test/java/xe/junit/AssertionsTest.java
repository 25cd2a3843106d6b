// SPDX-License-Identifier: MIT
package xe.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.kernel.SyscallResult;
import xe.uapi.DrmXeVmRestart;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.watch.Notification;
import xe.watch.NotificationDecoder;

/** Pins the text of every assertion. */
class AssertionsTest {
    private static final Notification VM_ERR =
            decoded("02 00 00 00 18 07 00 00 05 00 00 00 f4 ff ff ff 94 73 52 3c 00 00 00 00");
    private static final Notification LOSS = decoded("00 00 00 01 08 00 00 00");

    private static Notification decoded(String hex) {
        return NotificationDecoder.decode(HexFormat.ofDelimiter(" ").parseHex(hex))
                .getFirst();
    }

    private static byte[] request(int pad) {
        byte[] bytes = new byte[DrmXeVmRestart.STRUCT.size()];
        new StructView(DrmXeVmRestart.STRUCT, MemorySegment.ofArray(bytes))
                .set("vm_id", 1)
                .set("pad", pad);
        return bytes;
    }

    private static Outcome restart(SyscallResult result, byte[] after) {
        return Outcome.of(
                DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART,
                DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART.request(),
                result,
                request(1),
                after);
    }

    private static final Outcome ALREADY = restart(SyscallResult.failure(Errno.EALREADY), request(1));
    private static final Outcome SUCCESS = restart(SyscallResult.OK, request(1));

    private static void assertFails(ThrowingCallable code, String message) {
        assertThatThrownBy(code).isInstanceOf(ContractViolation.class).hasMessage(message);
    }

    @Test
    void failsWithNamesTheCallAndBothErrnos() {
        assertThatCode(() -> Assertions.assertThat(ALREADY).failsWith(Errno.EALREADY))
                .doesNotThrowAnyException();
        assertFails(
                () -> Assertions.assertThat(ALREADY).failsWith(Errno.EINVAL),
                "VM_RESTART{vm_id=1, pad=1}: expected EINVAL (22), got EALREADY (114)");
        assertFails(
                () -> Assertions.assertThat(SUCCESS).failsWith(Errno.EINVAL),
                "VM_RESTART{vm_id=1, pad=1}: expected EINVAL (22), got success");
    }

    @Test
    void succeeds() {
        assertThatCode(() -> Assertions.assertThat(SUCCESS).succeeds()).doesNotThrowAnyException();
        assertFails(
                () -> Assertions.assertThat(ALREADY).succeeds(),
                "VM_RESTART{vm_id=1, pad=1}: expected success, got EALREADY (114)");
    }

    @Test
    void givesTakesTheErrnoOfATable() {
        assertThatCode(() -> Assertions.assertThat(SUCCESS).gives(Errno.OK)).doesNotThrowAnyException();
        assertFails(
                () -> Assertions.assertThat(ALREADY).gives(Errno.OK),
                "VM_RESTART{vm_id=1, pad=1}: expected success, got EALREADY (114)");
    }

    @Test
    void oneOfSeveral() {
        assertThatCode(() -> Assertions.assertThat(ALREADY).givesOneOf(Errno.OK, Errno.EALREADY))
                .doesNotThrowAnyException();
        assertFails(
                () -> Assertions.assertThat(ALREADY).givesOneOf(Errno.OK, Errno.EINTR),
                "VM_RESTART{vm_id=1, pad=1}: expected success or EINTR (4), got EALREADY (114)");
        assertFails(
                () -> Assertions.assertThat(ALREADY).failsWithOneOf(Errno.EINVAL, Errno.ENOENT),
                "VM_RESTART{vm_id=1, pad=1}: expected EINVAL (22) or ENOENT (2), got EALREADY (114)");
    }

    @Test
    void returnsAValue() {
        Outcome read = Outcome.of("read(pipe, 128)", new SyscallResult(16));

        assertThatCode(() -> Assertions.assertThat(read).returns(16)).doesNotThrowAnyException();
        assertFails(() -> Assertions.assertThat(read).returns(24), "read(pipe, 128): expected 24, got 16");
    }

    @Test
    void aRequestThatTheKernelMayOnlyReadMustNotChange() {
        Outcome changed = restart(SyscallResult.OK, request(2));

        assertFails(
                () -> Assertions.assertThat(changed).succeeds(),
                "VM_RESTART{vm_id=1, pad=1}: expected a request that the kernel only reads, got"
                        + " drm_xe_vm_restart{vm_id=1, pad=2}");
    }

    @Test
    void vmErr() {
        assertThat(Assertions.assertThat(VM_ERR).isVmErr(7, 5, Errno.ENOMEM)).isSameAs(VM_ERR);
        assertFails(
                () -> Assertions.assertThat(VM_ERR).isVmErr(7, 5, Errno.ENOSPC),
                "notification: expected VM_ERR{watch_id=7, vm_id=5, error_code=-28}, got"
                        + " VM_ERR{watch_id=7, vm_id=5, error_code=-12, timestamp_ns=1012036500}");
    }

    @Test
    void otherRecords() {
        assertThat(Assertions.assertThat(LOSS).isLoss()).isSameAs(LOSS);
        assertFails(
                () -> Assertions.assertThat(LOSS).isRemoval(3),
                "notification: expected REMOVAL{watch_id=3}, got LOSS{}");
        assertFails(
                () -> Assertions.assertThat(LOSS).isKeyEvent(3, 1, 99),
                "notification: expected KEY{watch_id=3, subtype=1, key_id=99}, got LOSS{}");
        assertFails(
                () -> Assertions.assertThat(decoded("00 00 00 00 08 2a 00 00")).isLoss(),
                "notification: expected LOSS{}, got REMOVAL{watch_id=42}");
    }

    @Test
    void numberOfRecords() {
        assertThatCode(() -> Assertions.assertThat(List.<Notification>of()).isEmpty())
                .doesNotThrowAnyException();
        assertFails(
                () -> Assertions.assertThat(List.of(LOSS)).isEmpty(), "notifications: expected none, got 1: [LOSS{}]");
        assertFails(
                () -> Assertions.assertThat(List.<Notification>of()).hasSize(2), "notifications: expected 2, got none");
    }

    @Test
    void values() {
        assertFails(() -> Assertions.assertEqual("vm_id", 1L, 2L), "vm_id: expected 1, got 2");
        assertFails(() -> Assertions.assertEqual("name", "xe", "i915"), "name: expected xe, got i915");
        assertFails(
                () -> Assertions.assertEqual("bytes", new byte[] {1, 2}, new byte[] {1, 3}),
                "bytes: expected 01 02, got 01 03");
        assertFails(() -> Assertions.assertTrue("1 < 0", false), "1 < 0: expected true, got false");
        assertFails(() -> Assertions.assertFalse("0 < 1", true), "0 < 1: expected false, got true");
    }

    @Test
    void eventually() {
        assertThat(Assertions.assertEventually(Deadline.of(Duration.ZERO), Errno.EALREADY, () -> ALREADY))
                .isSameAs(ALREADY);
        assertThatThrownBy(() -> Assertions.assertEventually(Deadline.of(Duration.ZERO), Errno.OK, () -> ALREADY))
                .isInstanceOf(ContractViolation.class)
                .hasMessageMatching(
                        "VM_RESTART\\{vm_id=1, pad=1}: expected success in the end, got EALREADY \\(114\\) for .* ms");
    }

    @Test
    void theExtensionAddsBackendAndRule() {
        ContractViolation violation = new ContractViolation("VM_RESTART{vm_id=1}", "EINVAL (22)", "EALREADY (114)");

        assertThat(violation.in("sim", "rule VMR-001: pad != 0: EINVAL"))
                .hasMessage("VM_RESTART{vm_id=1} on sim: expected EINVAL (22), got EALREADY (114);"
                        + " rule VMR-001: pad != 0: EINVAL")
                .satisfies(same -> assertThat(same.getExpected().getValue()).isEqualTo("EINVAL (22)"))
                .satisfies(same -> assertThat(same.getActual().getValue()).isEqualTo("EALREADY (114)"));
    }
}
