// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.rules.Rule;
import xe.uapi.DrmGemClose;

/** GEM_CLOSE: handles. */
class GemCloseTest {
    private static final int SIZE = 65536;
    private static final long ADDRESS = 0x10_0000;

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {0, 2, 9, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("GCL-001")
    void anUnknownHandleGivesEinval(int handle, DrmFile file) {
        Bo bo = file.createBo(SIZE);

        assertThat(file.tryCloseHandle(handle)).failsWith(EINVAL);
        assertThat(file.tryCloseHandle(bo.handle())).succeeds();
    }

    @Test
    @Rule("GCL-002")
    void theSecondCloseGivesEinval(DrmFile file) {
        Bo bo = file.createBo(SIZE);

        assertThat(file.tryCloseHandle(bo.handle())).succeeds();
        assertThat(file.tryCloseHandle(bo.handle())).failsWith(EINVAL);
    }

    /** The field is there for alignment alone, and no kernel has ever looked at it. */
    @ParameterizedTest(name = "pad {0}")
    @MethodSource("pads")
    @Rule("GCL-003")
    void padIsNotLookedAt(int pad, DrmFile file) {
        Bo bo = file.createBo(SIZE);

        assertThat(file.ioctl(DrmGemClose.DRM_IOCTL_GEM_CLOSE, request -> {
                    request.set("handle", bo.handle()).set("pad", pad);
                }))
                .succeeds();
    }

    static Stream<Integer> pads() {
        return GoodRequest.flagsFrom(0);
    }

    /** The VM still lists the mapping. */
    @Test
    @Rule("GCL-004")
    void aBufferThatIsBoundStaysBound(DrmFile file) {
        Vm vm = file.createVm(0);
        Bo bo = file.createBo(SIZE);
        vm.bind(bo, ADDRESS);

        assertThat(file.tryCloseHandle(bo.handle())).succeeds();
        assertEqual("mappings of the VM", 1, vm.memRanges().size());
        vm.unbind(ADDRESS, SIZE);
    }

    @Test
    @Rule("GCL-005")
    void theHandleOfAnotherFileGivesEinval(DrmFile file, DrmFile stranger) {
        Bo bo = file.createBo(SIZE);

        assertThat(stranger.tryCloseHandle(bo.handle())).failsWith(EINVAL);
        assertThat(file.tryCloseHandle(bo.handle())).succeeds();
    }

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    @Rule("GCL-006")
    void aHandleThatWasClosedIsGivenAgain(int handle, DrmFile file) {
        for (int i = 1; i <= 5; i++) {
            assertEqual("handle", i, file.createBo(SIZE).handle());
        }
        assertThat(file.tryCloseHandle(handle)).succeeds();

        assertEqual("the next handle", handle, file.createBo(SIZE).handle());
    }
}
