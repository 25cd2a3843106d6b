// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchTest {
    private static final int BLOCK = Ioc.MAX_SIZE + 1;

    private final Kernel kernel = new LinuxKernel();
    private final int event = kernel.eventfd2(1, Abi.O_NONBLOCK).intOrThrow("eventfd2");

    @AfterEach
    void close() {
        kernel.close(event).ignore();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 24, 4104, BLOCK, BLOCK + 8, 5 * BLOCK})
    void itIsZeroFilledAndEndsAtAGuardPage(int size) {
        for (int again = 0; again < 2; again++) {
            try (Scratch memory = Scratch.borrow(size)) {
                long end = memory.address() + size;

                assertThat(memory.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(new byte[size]);
                assertThat(kernel.write(event, end, 8).errno()).isEqualTo(Errno.EFAULT);
                memory.segment().fill((byte) 0xa5);
            }
        }
    }

    @Test
    void whatIsLentIsNobodyElses() {
        try (Scratch one = Scratch.borrow(8);
                Scratch other = Scratch.borrow(8)) {
            one.segment().set(ValueLayout.JAVA_LONG, 0, 1);

            assertThat(other.segment().get(ValueLayout.JAVA_LONG, 0)).isZero();
        }
    }

    @Test
    void givenBackTwiceItIsStillLentToOneAtATime() {
        try (Scratch one = Scratch.borrow(8)) {
            one.close();
        }
        try (Scratch one = Scratch.borrow(8);
                Scratch other = Scratch.borrow(8)) {
            assertThat(other.address()).isNotEqualTo(one.address());
        }
    }

    @Test
    void itsBlocksAreKnownByTheirAddresses() {
        try (Scratch memory = Scratch.borrow(8);
                NativeMemory none = NativeMemory.allocate(kernel, BLOCK)) {
            MemorySegment block = Scratch.around(memory.address());

            assertThat(block).isNotNull().isEqualTo(Scratch.around(memory.address() + 8));
            assertThat(block.address() + block.byteSize()).isEqualTo(memory.address() + 8);
            assertThat(Scratch.around(memory.address() + 9)).isNull();
            assertThat(Scratch.around(none.address() + 8)).isNull();
            assertThat(Scratch.at(memory.address(), 8)).isEqualTo(memory.segment());
            assertThat(Scratch.at(memory.address(), 9)).isNull();
        }
    }

    @Test
    void theModelOfAKernelReachesItToItsEnd() {
        try (Scratch memory = Scratch.borrow(8)) {
            MemorySegment nine = MemorySegment.ofArray(new byte[9]);

            assertThat(HostMemory.write(memory.address(), nine.asSlice(0, 8).fill((byte) 1)))
                    .isEqualTo(8);
            assertThat(HostMemory.read(memory.address(), nine.asSlice(1))).isEqualTo(8);
            assertThat(nine.toArray(ValueLayout.JAVA_BYTE)).containsOnly(1);
            assertThat(HostMemory.write(memory.address(), nine)).isNotEqualTo(9);
        }
    }
}
