// SPDX-License-Identifier: MIT
package xe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import xe.kernel.Abi;

class ReadableMemoryTest {
    private static final long PAGE = Abi.PAGE_SIZE;
    private static final long BASE = 0x10_0000;

    private final ReadableMemory memory = new ReadableMemory();

    @Test
    void unmappingTheMiddleLeavesBothEnds() {
        memory.map(BASE, 3 * PAGE, Abi.PROT_READ);
        memory.unmap(BASE + PAGE, PAGE);

        assertThat(memory.all())
                .containsEntry(BASE, PAGE)
                .containsEntry(BASE + 2 * PAGE, PAGE)
                .hasSize(2);
    }

    @Test
    void protectionSplitsAMapping() {
        memory.map(BASE, 2 * PAGE, Abi.PROT_READ);
        memory.protect(BASE + PAGE, PAGE, Abi.PROT_NONE);

        assertThat(memory.all()).hasSize(2);
        assertThat(memory.copy(BASE + 2 * PAGE - 4, 8)).isEmpty();
        assertThat(memory.copy(BASE + PAGE, 8)).isEmpty();
    }

    @Test
    void unknownMemoryIsNotRead() {
        assertThat(memory.copy(BASE, 8)).isEmpty();
    }
}
