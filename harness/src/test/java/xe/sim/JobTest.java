// SPDX-License-Identifier: MIT
package xe.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ETIME;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_LR_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_RESTARTABLE;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.Device;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.LongRunningJob;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.sim.driver.profile.Profile;

/** A long-running job through the system calls alone. */
@Timeout(30)
class JobTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofMillis(20);

    @ParameterizedTest
    @MethodSource("profiles")
    void aJobIsPreemptedAndGoesOnOnEveryDevice(String profile) {
        try (SimKernel kernel = SimKernel.boot(SimConfig.DEFAULT.withProfile(profile));
                DrmFile file = open(kernel);
                LongRunningJob job = LongRunningJob.start(file.createVm(DRM_XE_VM_CREATE_FLAG_LR_MODE))) {
            job.step();
            job.triggerPreemption();
            job.step();
            job.finish();
            assertThat(job.queue().isBanned()).isFalse();
        }
    }

    @Test
    void aPausedJobStandsStillUntilTheVmIsRestarted() {
        try (SimKernel kernel = SimKernel.boot(SimConfig.DEFAULT);
                DrmFile file = open(kernel);
                Faults faults = new Faults(file.device())) {
            Vm vm = file.createVm(DRM_XE_VM_CREATE_FLAG_LR_MODE | DRM_XE_VM_CREATE_FLAG_RESTARTABLE);
            try (LongRunningJob job = LongRunningJob.start(vm)) {
                faults.failRebind(1);
                job.triggerPreemption();

                assertThat(job.tryStep(MOMENT)).isFalse();
                assertThat(job.tryAwaitEnd(MOMENT).errno()).isEqualTo(ETIME);

                vm.restart();
                job.step();
                job.finish();
            }
        }
    }

    @Test
    void aKilledVmEndsTheWait() {
        try (SimKernel kernel = SimKernel.boot(SimConfig.DEFAULT);
                DrmFile file = open(kernel);
                LongRunningJob job = LongRunningJob.start(file.createVm(DRM_XE_VM_CREATE_FLAG_LR_MODE))) {
            job.revokeWrite();

            assertThat(job.tryAwaitEnd(DEADLINE).errno()).isEqualTo(EIO);
            assertThat(job.queue().isBanned()).isTrue();
        }
    }

    private static DrmFile open(SimKernel kernel) {
        return new RenderNode(Device.find(kernel, DEADLINE).orElseThrow()).open();
    }

    static Iterable<String> profiles() {
        return Profile.names();
    }
}
