// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;

import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.FaultingJob;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.XeVmFault;

/** Hardware without fault mode stores no faults. */
@Requires({Feature.NO_USM, Feature.NO_FORCED_SCRATCH, Feature.COMPUTE_JOB})
class VmFaultsWithoutUsmTest {
    @Test
    @Rule("VGP-031")
    void theListStaysEmpty(DrmFile file) {
        Vm vm = file.createVm(LR_MODE);
        FaultingJob.write(vm, 0x1_2345_6000L);

        assertThat(vm.tryGetProperty()).succeedsWith("size", 0);
        assertThat(vm.tryGetProperty(request -> request.set("size", XeVmFault.STRUCT.size())))
                .failsWith(EINVAL);
    }
}
