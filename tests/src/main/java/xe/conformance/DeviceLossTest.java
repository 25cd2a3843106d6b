// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EALREADY;
import static xe.kernel.Errno.ECANCELED;
import static xe.kernel.Errno.ENODEV;
import static xe.uapi.DrmVersion.DRM_IOCTL_VERSION;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;

import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Ioc;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** A device that is wedged or unbound while a file is open. It is lost until the driver is bound again. */
@ExpectsLog("Xe has declared device .* as wedged")
@Requires({Feature.HAZARD, Feature.ROOT, Feature.DEBUGFS})
class DeviceLossTest {
    private static final int ANOTHER_TYPE = Ioc.request(Ioc.READ_WRITE, 'e', 0x43, 32);
    private static final int UNKNOWN_NUMBER = Ioc.request(Ioc.READ_WRITE, 'd', 0x9f, 8);

    @Test
    @Rule("CORE-001")
    @Requires(Feature.RESET_FAULT)
    void aWedgedDeviceGivesEcanceledToEverything(DrmFile file, Faults faults) {
        assertThat(file.ioctl(DRM_IOCTL_VERSION, request -> {})).succeeds();
        faults.wedge();

        assertThat(file.ioctl(DRM_IOCTL_VERSION, request -> {})).failsWith(ECANCELED);
        assertThat(file.tryCreateVm(0)).failsWith(ECANCELED);
        assertThat(file.tryIoctlAt(DRM_IOCTL_XE_VM_CREATE, 0)).failsWith(ECANCELED);
        assertThat(file.tryIoctl(ANOTHER_TYPE, 0)).failsWith(ECANCELED);
        assertThat(file.tryIoctl(UNKNOWN_NUMBER, 0)).failsWith(ECANCELED);
    }

    @Test
    @Rule("VMR-034")
    @Requires({Feature.VM_RESTART, Feature.RESET_FAULT})
    void vmRestartOnAWedgedDeviceGivesEcanceled(DrmFile file, Faults faults) {
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        assertThat(vm.tryRestart()).failsWith(EALREADY);
        faults.wedge();

        assertThat(vm.tryRestart()).failsWith(ECANCELED);
    }

    @Test
    @Rule("WQ-034")
    @Requires({Feature.WATCH_QUEUE, Feature.RESET_FAULT})
    void watchQueueOnAWedgedDeviceGivesEcanceled(DrmFile file, NotificationPipe pipe, Faults faults) {
        faults.wedge();

        assertThat(file.tryWatch(pipe, 1)).failsWith(ECANCELED);
    }

    @Test
    @Rule("CORE-003")
    void anUnboundDeviceGivesEnodevToEverything(DrmFile file, Faults faults) {
        faults.unbind();

        assertThat(file.tryCreateVm(0)).failsWith(ENODEV);
        assertThat(file.tryIoctl(ANOTHER_TYPE, 0)).failsWith(ENODEV);
        assertThat(file.tryIoctl(UNKNOWN_NUMBER, 0)).failsWith(ENODEV);
    }
}
