// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EINVAL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.SyscallResult;
import xe.rules.Rule;
import xe.uapi.DrmXeGemMmapOffset;
import xe.uapi.Outcome;

/** The PCI barrier page of discrete devices: its offset and mmap(2). */
class PciBarrierTest {
    private static final long OFFSET = 0x50000;
    private static final int WRITE = Abi.PROT_WRITE;

    private static Outcome offset(DrmFile file, int handle) {
        return file.ioctl(DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> {
            request.set("flags", DrmXeGemMmapOffset.DRM_XE_MMAP_OFFSET_FLAG_PCI_BARRIER)
                    .set("handle", handle);
        });
    }

    private static Outcome map(DrmFile file, long length, int protection, int flags) {
        return MmapTest.tryMap(file, length, protection, flags, OFFSET);
    }

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {0, 1, 9})
    @Requires(Feature.INTEGRATED)
    @Rule("MMO-004")
    void anIntegratedDeviceHasNone(int handle, DrmFile file) {
        file.createBo(Abi.PAGE_SIZE);

        assertThat(offset(file, handle)).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {1, 9, 0xffffffff})
    @Requires(Feature.DISCRETE)
    @Rule("MMO-005")
    void itHasNoHandle(int handle, DrmFile file) {
        file.createBo(Abi.PAGE_SIZE);

        assertThat(offset(file, handle)).failsWith(EINVAL);
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("MMO-006")
    void itHasAFixedOffset(DrmFile file) {
        assertThat(offset(file, 0)).succeedsWith("offset", OFFSET);
    }

    @ParameterizedTest(name = "{0} pages")
    @ValueSource(ints = {2, 3, 16})
    @Requires(Feature.DISCRETE)
    @Rule("MMP-014")
    void moreThanAPageGivesEinval(int pages, DrmFile file) {
        assertThat(map(file, pages * Abi.PAGE_SIZE, WRITE, Abi.MAP_SHARED)).failsWith(EINVAL);
        assertThat(map(file, Abi.PAGE_SIZE, WRITE, Abi.MAP_SHARED)).succeeds();
    }

    @ParameterizedTest(name = "protection {0}")
    @ValueSource(ints = {0, Abi.PROT_READ, WRITE, Abi.PROT_READ | WRITE})
    @Requires(Feature.DISCRETE)
    @Rule("MMP-015")
    void aPrivateMappingGivesEinval(int protection, DrmFile file) {
        assertThat(map(file, Abi.PAGE_SIZE, protection, Abi.MAP_PRIVATE)).failsWith(EINVAL);
        assertThat(map(file, Abi.PAGE_SIZE, WRITE, Abi.MAP_SHARED)).succeeds();
    }

    @ParameterizedTest(name = "protection {0}")
    @ValueSource(ints = {Abi.PROT_READ, Abi.PROT_READ | WRITE, Abi.PROT_EXEC, Abi.PROT_EXEC | WRITE})
    @Requires(Feature.DISCRETE)
    @Rule("MMP-016")
    void itCanOnlyBeWritten(int protection, DrmFile file) {
        assertThat(map(file, Abi.PAGE_SIZE, protection, Abi.MAP_SHARED)).failsWith(EINVAL);
        assertThat(map(file, Abi.PAGE_SIZE, WRITE, Abi.MAP_SHARED)).succeeds();
    }

    @ParameterizedTest(name = "protection {0}")
    @ValueSource(ints = {Abi.PROT_READ, Abi.PROT_READ | WRITE})
    @Requires(Feature.DISCRETE)
    @Rule("MMP-017")
    void itCannotBeMadeReadable(int protection, DrmFile file) {
        SyscallResult mapped = file.kernel().mmap(0, Abi.PAGE_SIZE, WRITE, Abi.MAP_SHARED, file.fd(), OFFSET);
        long address = mapped.orThrow("mmap of the barrier page");
        SyscallResult changed = file.kernel().mprotect(address, Abi.PAGE_SIZE, protection);
        file.kernel().munmap(address, Abi.PAGE_SIZE).orThrow("munmap");

        assertThat(Outcome.of("mprotect(" + protection + ")", changed)).failsWith(EACCES);
    }

    @ParameterizedTest(name = "protection {0}")
    @ValueSource(ints = {0, Abi.PROT_READ, WRITE, Abi.PROT_READ | WRITE})
    @Requires(Feature.INTEGRATED)
    @Rule("MMP-018")
    void anIntegratedDeviceHasNothingThere(int protection, DrmFile file) {
        assertThat(map(file, Abi.PAGE_SIZE, protection, Abi.MAP_SHARED)).failsWith(EINVAL);
    }

    @Test
    @Requires(Feature.DISCRETE)
    @Rule("MMP-019")
    void theOffsetNeedNotBeAskedFor(DrmFile file) {
        assertThat(map(file, Abi.PAGE_SIZE, WRITE, Abi.MAP_SHARED)).succeeds();
    }
}
