// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.kernel.Abi;
import xe.kernel.SyscallResult;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.Fd;

/** mmap(2) of buffers. */
class MmapTest {
    private static final int PAGES = 16;
    private static final long SIZE = PAGES * Abi.PAGE_SIZE;
    private static final int READ_WRITE = Abi.PROT_READ | Abi.PROT_WRITE;

    /** mmap(2); a mapping that comes about is unmapped again. */
    static Outcome tryMap(DrmFile file, long length, int protection, int flags, long offset) {
        SyscallResult mapped = file.kernel().mmap(0, length, protection, flags, file.fd(), offset);
        if (!mapped.failed()) {
            file.kernel().munmap(mapped.raw(), length).orThrow("munmap");
        }
        String call = "mmap(length=%#x, prot=%d, flags=%#x, offset=%#x)".formatted(length, protection, flags, offset);
        return Outcome.of(call, mapped);
    }

    private static Outcome tryMap(DrmFile file, long length, long offset) {
        return tryMap(file, length, READ_WRITE, Abi.MAP_SHARED, offset);
    }

    @ParameterizedTest(name = "{0} pages")
    @ValueSource(ints = {1, 2, 3, 8, 15, PAGES})
    @Rule("MMP-001")
    void theBeginningOfABufferCanBeMapped(int pages, DrmFile file) {
        long offset = file.createBo(SIZE).mmapOffset();

        assertThat(tryMap(file, pages * Abi.PAGE_SIZE, offset)).succeeds();
    }

    @ParameterizedTest(name = "protection {0}")
    @ValueSource(ints = {0, Abi.PROT_READ, Abi.PROT_WRITE, READ_WRITE})
    @Rule("MMP-001")
    void aBufferCanBeMappedWithAnyProtection(int protection, DrmFile file) {
        long offset = file.createBo(SIZE).mmapOffset();

        assertThat(tryMap(file, SIZE, protection, Abi.MAP_SHARED, offset)).succeeds();
    }

    @ParameterizedTest(name = "{0} pages")
    @ValueSource(ints = {PAGES + 1, PAGES + 2, 2 * PAGES, 1024})
    @Rule("MMP-002")
    void moreThanTheBufferGivesEinval(int pages, DrmFile file) {
        long offset = file.createBo(SIZE).mmapOffset();

        assertThat(tryMap(file, pages * Abi.PAGE_SIZE, offset)).failsWith(EINVAL);
        assertThat(tryMap(file, SIZE, offset)).succeeds();
    }

    @ParameterizedTest(name = "page {0}")
    @ValueSource(ints = {1, 2, 8, PAGES - 1})
    @Rule("MMP-003")
    void aLaterPageOfTheBufferGivesEinval(int page, DrmFile file) {
        long offset = file.createBo(SIZE).mmapOffset();

        assertThat(tryMap(file, Abi.PAGE_SIZE, offset + page * Abi.PAGE_SIZE)).failsWith(EINVAL);
        assertThat(tryMap(file, Abi.PAGE_SIZE, offset)).succeeds();
    }

    @ParameterizedTest(name = "protection {0}")
    @ValueSource(ints = {0, Abi.PROT_READ, Abi.PROT_WRITE, READ_WRITE})
    @Rule("MMP-004")
    void aPrivateMappingGivesEinval(int protection, DrmFile file) {
        long offset = file.createBo(SIZE).mmapOffset();

        assertThat(tryMap(file, SIZE, protection, Abi.MAP_PRIVATE, offset)).failsWith(EINVAL);
    }

    @Test
    @Rule("MMP-005")
    void aFileWithoutTheBufferGivesEacces(DrmFile file, DrmFile stranger) {
        long offset = file.createBo(SIZE).mmapOffset();

        assertThat(tryMap(stranger, SIZE, offset)).failsWith(EACCES);
        assertThat(tryMap(file, SIZE, offset)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 0x1000, 0x40000, 0x51000, 0xffff_f000L, 0x7000_0000_0000L})
    @Rule("MMP-006")
    void anOffsetWithoutABufferGivesEinval(long offset, DrmFile file) {
        file.createBo(SIZE);

        assertThat(tryMap(file, Abi.PAGE_SIZE, offset)).failsWith(EINVAL);
    }

    @Test
    @Rule("MMP-007")
    void aBufferThatIsBoundButHasNoHandleGivesEacces(DrmFile file) {
        Vm vm = file.createVm(0);
        Bo bo = file.createBo(SIZE);
        long offset = bo.mmapOffset();
        vm.bind(bo, 0x10_0000);
        bo.close();

        assertThat(tryMap(file, SIZE, offset)).failsWith(EACCES);
    }

    @Test
    @Rule("MMP-007")
    void aBufferThatIsMappedButHasNoHandleGivesEacces(DrmFile file) {
        Bo bo = file.createBo(SIZE);
        long offset = bo.mmapOffset();
        MemorySegment mapping = bo.map();
        bo.close();
        Outcome again = tryMap(file, SIZE, offset);
        bo.unmap(mapping);

        assertThat(again).failsWith(EACCES);
    }

    @Test
    @Rule("MMP-007")
    void aBufferThatIsExportedButHasNoHandleGivesEacces(DrmFile file) {
        Bo bo = file.createBo(SIZE);
        long offset = bo.mmapOffset();
        try (Fd exported = Prime.exported(bo)) {
            bo.close();
            assertThat(tryMap(file, SIZE, offset)).failsWith(EACCES);
        }
    }

    @Test
    @Rule("MMP-008")
    void aBufferThatIsGoneGivesEinval(DrmFile file) {
        Bo bo = file.createBo(SIZE);
        long offset = bo.mmapOffset();
        bo.close();

        assertThat(tryMap(file, SIZE, offset)).failsWith(EINVAL);
    }

    @Test
    @Rule("MMP-009")
    void aMappingOutlivesTheHandle(DrmFile file) {
        Bo bo = file.createBo(SIZE);
        MemorySegment mapping = bo.map();
        mapping.set(ValueLayout.JAVA_LONG, 0, 0x5678);
        bo.close();
        Bo next = file.createBo(SIZE);
        MemorySegment other = next.map();
        other.set(ValueLayout.JAVA_LONG, 0, 1);
        long seen = mapping.get(ValueLayout.JAVA_LONG, 0);
        next.unmap(other);
        bo.unmap(mapping);

        assertEqual("what was written before", 0x5678, seen);
    }
}
