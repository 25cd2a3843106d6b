// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.kernel.Abi;
import xe.rules.Rule;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;

/** VM_BIND with DRM_XE_VM_BIND_OP_UNMAP_ALL. */
class VmBindUnmapAllTest {
    private static final long ADDRESS = 0x2000_0000L;

    private static Outcome unmapAll(Vm vm, Bo buffer) {
        return vm.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL)
                .set("bind.obj", buffer.handle()));
    }

    /** On 7.3-rc7 a kernel with lockdep warns in drm_gpuvm_bo_obtain's assertion, which fails the check there. */
    @Test
    @Rule("BND-106")
    void aBufferThatIsNotMappedIsNoError(DrmFile file) {
        Vm vm = file.createVm(0);
        Bo buffer = file.createBo(Abi.PAGE_SIZE);
        assertThat(unmapAll(vm, buffer)).succeeds();

        vm.bind(buffer, ADDRESS); // control
        assertThat(unmapAll(vm, buffer)).succeeds();
    }
}
