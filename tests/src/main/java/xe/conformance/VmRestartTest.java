// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.OK;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;

/** DRM_IOCTL_XE_VM_RESTART. */
@Requires(Feature.VM_RESTART)
class VmRestartTest {

    @Test
    @Rule("VMR-001")
    void nonZeroPadGivesEinval(DrmFile file) {
        Vm running = file.createVm(LR_MODE | RESTARTABLE);

        assertThat(running.tryRestart()).failsWith(EALREADY); // control: nothing wrong, nothing to restart
        assertThat(running.tryRestart(request -> request.set("pad", 1))).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "vm_id {0}")
    @Rule("VMR-004")
    @ValueSource(longs = {2, 0x7fff_ffff, 0xffff_ffffL})
    void idThatWasNeverHandedOutGivesEnoent(long id, DrmFile file) {
        Vm running = file.createVm(LR_MODE | RESTARTABLE);

        assertThat(running.tryRestart()).failsWith(EALREADY);
        assertThat(running.tryRestart(request -> request.set("vm_id", id))).failsWith(ENOENT);
    }

    @Test
    @Rule("VMR-013")
    void vmWhoseLastQueueIsGoneCanBeRestartedOnceItsWorkerHasRun(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        vm.createQueue().destroy();

        assertEventually(file.device().deadline(), OK, vm::tryRestart);
    }
}
