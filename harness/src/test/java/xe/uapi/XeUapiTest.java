// SPDX-License-Identifier: MIT
package xe.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import xe.kernel.Ioc;

class XeUapiTest {
    @Test
    void aRequestIsFoundByTypeAndNumberAlone() {
        int request = DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART.request();

        assertThat(XeUapi.byRequest(request)).contains(DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART);
        assertThat(XeUapi.byRequest(Ioc.withSize(Ioc.withDirection(request, Ioc.READ), 5)))
                .contains(DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART);
        assertThat(XeUapi.byRequest(request + 0x100)).isEmpty();
        assertThat(XeUapi.byRequest(0x5f + 0x6440)).isEmpty();
    }

    @Test
    void shortNamesAreWithoutTheCommonPrefix() {
        assertThat(DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART.shortName()).isEqualTo("VM_RESTART");
        assertThat(DrmGemClose.DRM_IOCTL_GEM_CLOSE.shortName()).isEqualTo("GEM_CLOSE");
    }
}
