// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostMemoryTest {
    private final Kernel kernel = new LinuxKernel();
    private final Arena arena = Arena.ofConfined();
    private final NativeMemory memory = NativeMemory.allocate(kernel, 2 * Abi.PAGE_SIZE);

    @AfterEach
    void close() {
        memory.close();
        arena.close();
    }

    @Test
    void bytesGoBothWays() {
        MemorySegment bytes = arena.allocateFrom("abc");
        assertThat(HostMemory.write(memory.address() + 1, bytes)).isEqualTo(4);
        assertThat(memory.segment().getString(1)).isEqualTo("abc");

        MemorySegment back = arena.allocate(4);
        assertThat(HostMemory.read(memory.address() + 1, back)).isEqualTo(4);
        assertThat(back.getString(0)).isEqualTo("abc");
    }

    @Test
    void badAddressesGiveEfault() {
        MemorySegment bytes = arena.allocate(8);
        assertThat(HostMemory.read(0, bytes)).isEqualTo(Errno.EFAULT.negated());
        assertThat(HostMemory.write(0, bytes)).isEqualTo(Errno.EFAULT.negated());
        assertThat(HostMemory.read(memory.address() + memory.size(), bytes)).isEqualTo(Errno.EFAULT.negated());
        assertThat(HostMemory.read(-4096, bytes)).isEqualTo(Errno.EFAULT.negated());
    }

    @Test
    void readOnlyPagesCanBeReadButNotWritten() {
        memory.makeReadOnly();
        MemorySegment bytes = arena.allocate(8);
        assertThat(HostMemory.read(memory.address(), bytes)).isEqualTo(8);
        assertThat(HostMemory.write(memory.address(), bytes)).isEqualTo(Errno.EFAULT.negated());
    }

    @Test
    void theTransferStopsAtTheFirstBadPage() {
        MemorySegment bytes = arena.allocate(16).fill((byte) 7);
        assertThat(HostMemory.write(memory.address() + memory.size() - 5, bytes))
                .isEqualTo(5);
        assertThat(memory.segment().get(ValueLayout.JAVA_BYTE, memory.size() - 1))
                .isEqualTo((byte) 7);
    }

    @Test
    void nothingToCopyTouchesNothing() {
        assertThat(HostMemory.read(0, arena.allocate(8).asSlice(0, 0))).isZero();
    }

    /** Of a small segment and of one that is larger than what small ones are copied through. */
    @ParameterizedTest
    @ValueSource(ints = {8, 5000})
    void heapSegmentIsCopiedAsANativeOneIs(int size) {
        try (NativeMemory place = NativeMemory.allocate(kernel, size)) {
            byte[] bytes = new byte[size];
            Arrays.fill(bytes, (byte) 7);
            assertThat(HostMemory.write(place.address(), MemorySegment.ofArray(bytes)))
                    .isEqualTo(size);

            byte[] back = new byte[size];
            assertThat(HostMemory.read(place.address(), MemorySegment.ofArray(back)))
                    .isEqualTo(size);
            assertThat(back).isEqualTo(bytes);

            assertThat(HostMemory.read(place.address() + 3, MemorySegment.ofArray(back)))
                    .isEqualTo(size - 3);
            assertThat(HostMemory.read(0, MemorySegment.ofArray(back))).isEqualTo(Errno.EFAULT.negated());
        }
    }

    @Test
    void twoMappingsOfOneMemfdShareTheirBytes() {
        int fd = new SyscallResult(HostMemory.memfd("two views", Abi.PAGE_SIZE)).intOrThrow("memfd");
        int protection = Abi.PROT_READ | Abi.PROT_WRITE;
        long one =
                kernel.mmap(0, Abi.PAGE_SIZE, protection, Abi.MAP_SHARED, fd, 0).orThrow("mmap");
        long two =
                kernel.mmap(0, Abi.PAGE_SIZE, protection, Abi.MAP_SHARED, fd, 0).orThrow("mmap");

        RawMemory.at(one, Abi.PAGE_SIZE).setString(0, "shared");

        assertThat(RawMemory.at(two, Abi.PAGE_SIZE).getString(0)).isEqualTo("shared");
        kernel.munmap(one, Abi.PAGE_SIZE).orThrow("munmap");
        kernel.munmap(two, Abi.PAGE_SIZE).orThrow("munmap");
        kernel.close(fd).orThrow("close");
    }
}
