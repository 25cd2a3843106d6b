// SPDX-License-Identifier: MIT
package xe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.kernel.Abi;
import xe.kernel.LinuxKernel;
import xe.kernel.NativeMemory;

class ReadableMemoryTest {
    private static final long PAGE = Abi.PAGE_SIZE;
    private static final long BASE = 0x10_0000;

    private final ReadableMemory memory = new ReadableMemory();

    @Test
    void unmappingTheMiddleLeavesBothEnds() {
        memory.map(BASE, 3 * PAGE, Abi.PROT_READ, true);
        memory.unmap(BASE + PAGE, PAGE);

        assertThat(memory.all())
                .containsEntry(BASE, PAGE)
                .containsEntry(BASE + 2 * PAGE, PAGE)
                .hasSize(2);
    }

    @Test
    void protectionSplitsAMapping() {
        memory.map(BASE, 2 * PAGE, Abi.PROT_READ, true);
        memory.protect(BASE + PAGE, PAGE, Abi.PROT_NONE);

        assertThat(memory.all()).hasSize(2);
        assertThat(memory.copy(BASE + 2 * PAGE - 4, 8)).isEmpty();
        assertThat(memory.copy(BASE + PAGE, 8)).isEmpty();
    }

    @ParameterizedTest(name = "pages stay: {0}")
    @ValueSource(booleans = {true, false})
    void aPageIsThereUntilAnotherIsMappedInItsPlace(boolean lasting) {
        LinuxKernel kernel = new LinuxKernel();
        try (NativeMemory block = NativeMemory.allocate(kernel, 2 * PAGE)) {
            memory.map(block.address(), 2 * PAGE, Abi.PROT_READ, lasting);
            assertThat(memory.resident(block.address(), (int) (2 * PAGE))).isZero();

            block.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            assertThat(memory.resident(block.address() + 8, (int) PAGE)).isEqualTo((int) PAGE - 8);
            assertThat(memory.resident(block.address(), 8)).isEqualTo(8);

            block.replace();
            assertThat(memory.resident(block.address(), 8)).isEqualTo(lasting ? 8 : 0);

            memory.map(block.address(), 2 * PAGE, Abi.PROT_READ, lasting);
            assertThat(memory.resident(block.address(), 8)).isZero();
        }
    }

    @Test
    void unknownMemoryIsNotRead() {
        assertThat(memory.copy(BASE, 8)).isEmpty();
    }
}
