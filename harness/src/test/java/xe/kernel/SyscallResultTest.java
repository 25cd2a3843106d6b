// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyscallResultTest {
    @Test
    void valuesSucceed() {
        assertThat(new SyscallResult(3).failed()).isFalse();
        assertThat(new SyscallResult(3).errno()).isEqualTo(Errno.OK);
        assertThat(new SyscallResult(3).intOrThrow("dup")).isEqualTo(3);
        assertThat(new SyscallResult(3)).hasToString("3");
    }

    @Test
    void negatedErrnosFail() {
        SyscallResult result = SyscallResult.failure(Errno.EINVAL);

        assertThat(result).isEqualTo(new SyscallResult(-22));
        assertThat(result.failed()).isTrue();
        assertThat(result).hasToString("EINVAL (22)");
        assertThatThrownBy(() -> result.orThrow("VM_CREATE"))
                .isInstanceOfSatisfying(
                        SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                .hasMessage("VM_CREATE: EINVAL (22)");
    }

    @Test
    void addressesFromTheTopOfMemoryAreNoErrnos() {
        assertThat(new SyscallResult(-4095).failed()).isTrue();
        assertThat(new SyscallResult(-4096).failed()).isFalse();
        assertThatThrownBy(() -> new SyscallResult(1L << 32).intOrThrow("mmap"))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void errnosAreFoundByNumber() {
        assertThat(Arrays.stream(Errno.values()).filter(e -> e != Errno.UNKNOWN))
                .allSatisfy(e -> assertThat(Errno.of(e.number())).isEqualTo(e));
        assertThat(Errno.of(41)).isEqualTo(Errno.UNKNOWN);
        assertThat(Errno.of(4000)).isEqualTo(Errno.UNKNOWN);
    }
}
