// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART;
import static xe.uapi.DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.FilterSpec;
import xe.watch.NotificationPipe;

/** Probes without side effects that tell a kernel with the series from one without. */
class FeatureDetectionTest {
    private static final int DRM_XE_NOTIFY = 2;

    @Test
    @Rule("FEAT-001")
    @Requires(Feature.VM_RESTART)
    void aNullVmRestartGivesEfault(DrmFile file) {
        assertThat(file.tryIoctl(0x4018_6450, 0)).failsWith(EFAULT);
    }

    @Test
    @Rule("FEAT-001")
    @Requires(Feature.STOCK)
    void aNullVmRestartGivesEinvalWithoutTheSeries(DrmFile file) {
        assertThat(file.tryIoctl(0x4018_6450, 0)).failsWith(EINVAL);
    }

    @Test
    @Rule("FEAT-002")
    @Requires(Feature.WATCH_QUEUE)
    void aNullWatchQueueGivesEfault(DrmFile file) {
        assertThat(file.tryIoctl(0x4010_6451, 0)).failsWith(EFAULT);
    }

    @Test
    @Rule("FEAT-002")
    @Requires(Feature.STOCK)
    void aNullWatchQueueGivesEinvalWithoutTheSeries(DrmFile file) {
        assertThat(file.tryIoctl(0x4010_6451, 0)).failsWith(EINVAL);
    }

    @Test
    @Rule("FEAT-003")
    @Requires(Feature.VM_RESTART)
    void aZeroedVmRestartGivesEnoent(DrmFile file) {
        assertThat(file.ioctl(DRM_IOCTL_XE_VM_RESTART, request -> {})).failsWith(ENOENT);
    }

    @Test
    @Rule("FEAT-003")
    @Requires(Feature.STOCK)
    void aZeroedVmRestartGivesEinvalWithoutTheSeries(DrmFile file) {
        assertThat(file.ioctl(DRM_IOCTL_XE_VM_RESTART, request -> {})).failsWith(EINVAL);
    }

    @Test
    @Rule("FEAT-004")
    @Requires(Feature.VM_RESTART)
    void aRestartableVmIsCreated(DrmFile file) {
        assertThat(file.tryCreateVm(LR_MODE | RESTARTABLE)).succeeds();
    }

    @Test
    @Rule("FEAT-004")
    @Requires(Feature.STOCK)
    void aRestartableVmIsRefusedWithoutTheSeries(DrmFile file) {
        assertThat(file.tryCreateVm(LR_MODE | RESTARTABLE)).failsWith(EINVAL);
        assertThat(file.tryCreateVm(LR_MODE)).succeeds();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"flags, 1", "pad, 1", "watch_id, 256", "fd, -1"})
    @Rule("FEAT-005")
    void aWatchQueueErrorLooksLikeAnUnknownIoctl(String field, long value, DrmFile file) {
        Outcome refused = file.ioctl(DRM_IOCTL_XE_WATCH_QUEUE, request -> request.set(field, value));

        assertThat(refused).failsWith(EINVAL);
    }

    @Test
    @Rule("FEAT-006")
    void aFilterForDriverEventsIsAcceptedByEveryKernel(NotificationPipe pipe) {
        assertThat(pipe.tryFilter(FilterSpec.passing(DRM_XE_NOTIFY, 0))).succeeds();
    }

    @Test
    @Rule("FEAT-007")
    @Requires(Feature.WATCH_QUEUE)
    void aKernelWithTheSeriesHasNotificationPipes(Kernel kernel) {
        try (NativeMemory fds = NativeMemory.allocate(kernel, 2 * Integer.BYTES)) {
            Outcome made =
                    Outcome.of("pipe2(O_NOTIFICATION_PIPE)", kernel.pipe2(fds.address(), Abi.O_NOTIFICATION_PIPE));
            assertThat(made).succeeds();
            for (int end : fds.segment().toArray(ValueLayout.JAVA_INT)) {
                kernel.close(end).orThrow("close");
            }
        }
    }
}
