// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.OK;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.Bo;
import xe.drm.DmaHeap;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.Fd;
import xe.watch.PlainPipe;

/** Buffers of another device; a heap that belongs to none makes them. */
@Requires(Feature.FOREIGN_BUFFER)
class ForeignBufferTest {
    static IntStream indices() {
        return PatEntries.indices();
    }

    private static Bo imported(DrmFile file) {
        try (Fd foreign = DmaHeap.allocate(file.kernel(), Mapped.SIZE)) {
            Outcome imported = Prime.importFd(file, foreign);
            imported.orThrow();
            return file.bo(imported.answer().getInt("handle"), Mapped.SIZE);
        }
    }

    private static PatEntries entries(DrmFile file) {
        return PatEntries.of(file.device());
    }

    @Test
    @Rule("PRM-006")
    void oneBufferHasOneHandle(DrmFile file) {
        try (Fd foreign = DmaHeap.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            Outcome first = Prime.importFd(file, foreign);
            assertThat(first).succeeds();
            Outcome second = Prime.importFd(file, foreign);
            assertThat(second).succeeds();

            assertEqual("handle", first.answer().get("handle"), second.answer().get("handle"));
        }
    }

    /** A system call touches it, as the signal that the process would get ends a JVM. */
    @Test
    @Rule("MMP-013")
    void theCpuCannotTouchItThroughTheDevice(DrmFile file) {
        assertThat(touch(file.createBo(Mapped.SIZE))).succeeds();

        assertThat(touch(imported(file))).failsWith(EFAULT);
    }

    /** Has the kernel write to a mapping of the buffer. */
    private static Outcome touch(Bo bo) {
        MemorySegment mapping = bo.map();
        try (PlainPipe pipe = PlainPipe.open(bo.kernel(), Abi.O_CLOEXEC);
                NativeMemory byteToWrite = NativeMemory.allocate(bo.kernel(), 1)) {
            pipe.writeEnd().tryWrite(byteToWrite.address(), 1).orThrow();
            return pipe.readEnd().tryRead(mapping.address(), 1);
        } finally {
            bo.unmap(mapping);
        }
    }

    private static void bound(int index, DrmFile file) {
        assertThat(Mapped.foreign(file, index, imported(file)).tryBind())
                .gives(entries(file).sharedAndPlain(index));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-078")
    void itTakesEntriesThatSeeTheCachesOfTheCpu(int index, DrmFile file) {
        bound(index, file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-079")
    @Requires(Feature.COMPRESSING_ENTRIES)
    void itIsNotCompressed(int index, DrmFile file) {
        bound(index, file);
    }

    private static void advised(int index, DrmFile file) {
        Mapped mapped = Mapped.foreign(file, file.device().patIndex(), imported(file));
        assertThat(mapped.tryBind()).succeeds();
        Errno result = entries(file).shared(index);

        assertThat(mapped.tryPat(index)).gives(result);
        mapped.shows("pat_index.val", result == OK ? index : mapped.patIndex());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-042")
    @Requires(Feature.INTEGRATED)
    void adviceHasToSeeTheCachesOfTheCpu(int index, DrmFile file) {
        advised(index, file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("MAD-045")
    @Requires(Feature.INTEGRATED_35)
    void adviceIsTransientOrTwoWayCoherent(int index, DrmFile file) {
        advised(index, file);
    }
}
