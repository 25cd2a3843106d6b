// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {
    private final Kernel kernel = new LinuxKernel();
    private final int event = kernel.eventfd2(1, Abi.O_NONBLOCK).intOrThrow("eventfd2");

    @AfterEach
    void close() {
        kernel.close(event).ignore();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 8, 24, 4088, 4096, 4104, 3 * 4096})
    void theBlockEndsAtTheGuardPage(long size) {
        try (NativeMemory memory = NativeMemory.allocate(kernel, size)) {
            long end = memory.address() + size;

            assertThat(end % Abi.PAGE_SIZE).isZero();
            assertThat(memory.segment().byteSize()).isEqualTo(size);
            assertThat(memory.segment().toArray(ValueLayout.JAVA_BYTE)).containsOnly(new byte[(int) size]);
            assertThat(kernel.write(event, end, 8).errno()).isEqualTo(Errno.EFAULT);
            assertThat(kernel.write(event, end - 4, 8).errno()).isEqualTo(Errno.EFAULT);
        }
    }

    @Test
    void theLastBytesCanBeReadAndWritten() {
        try (NativeMemory memory = NativeMemory.allocate(kernel, 8)) {
            assertThat(kernel.read(event, memory.address(), 8)).isEqualTo(new SyscallResult(8));
            assertThat(kernel.write(event, memory.address(), 8)).isEqualTo(new SyscallResult(8));
        }
    }

    @Test
    void protectionsComeAndGo() {
        try (NativeMemory memory = NativeMemory.allocate(kernel, 8)) {
            memory.makeReadOnly();
            assertThat(kernel.read(event, memory.address(), 8).errno()).isEqualTo(Errno.EFAULT);
            memory.makeUnreadable();
            assertThat(kernel.write(event, memory.address(), 8).errno()).isEqualTo(Errno.EFAULT);
            memory.makeWritable();
            memory.segment().set(ValueLayout.JAVA_LONG, 0, 1);
            assertThat(kernel.write(event, memory.address(), 8)).isEqualTo(new SyscallResult(8));
            memory.unmap();
            assertThat(kernel.write(event, memory.address(), 8).errno()).isEqualTo(Errno.EFAULT);
        }
    }

    @Test
    void mappingsFollowTheArguments() {
        assertThat(kernel.mmap(0, 0, Abi.PROT_READ, Abi.MAP_PRIVATE | Abi.MAP_ANONYMOUS, -1, 0)
                        .errno())
                .isEqualTo(Errno.EINVAL);
        assertThat(kernel.mmap(0, 4096, Abi.PROT_READ, Abi.MAP_PRIVATE, -1, 0).errno())
                .isEqualTo(Errno.EBADF);
        assertThat(kernel.mmap(0, 4096, Abi.PROT_READ, Abi.MAP_SHARED, event, 0).errno())
                .isEqualTo(Errno.ENODEV);
        assertThat(kernel.munmap(1, 4096).errno()).isEqualTo(Errno.EINVAL);
        assertThat(kernel.mprotect(0, 4096, Abi.PROT_READ).errno()).isEqualTo(Errno.ENOMEM);
    }
}
