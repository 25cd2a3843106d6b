// SPDX-License-Identifier: MIT
package xe.drm;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.sim.SimConfig;
import xe.sim.SimKernel;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

class LongRunningJobTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final SimKernel kernel = SimKernel.boot(SimConfig.DEFAULT);
    private final Device device = Device.find(kernel, DEADLINE).orElseThrow();
    private DrmFile file;
    private Vm vm;

    @BeforeEach
    void open() {
        file = new RenderNode(device).open();
        vm = file.createVm(LR_MODE | RESTARTABLE);
    }

    @AfterEach
    void close() {
        file.close();
        kernel.close();
    }

    @Test
    void runsStepByStepToItsEnd() {
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            job.step();
            job.step();
            assertThat(job.progress()).isEqualTo(2);
            assertThat(job.hasEnded()).isFalse();
            assertThat(job.tryAwaitEnd(Duration.ofMillis(1)).errno()).isEqualTo(Errno.ETIME);

            job.finish();
            assertThat(job.hasEnded()).isTrue();
        }
    }

    @Test
    void goesOnAfterAPreemption() {
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            job.triggerPreemption();
            job.step();
        }
    }

    @Test
    void pausesWhereTheWorkerFailsAndGoesOnAfterARestart() {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Deadline.of(DEADLINE));
                Faults faults = new Faults(device);
                LongRunningJob job = LongRunningJob.start(vm)) {
            pipe.setSize(32);
            file.watch(pipe, 7);
            faults.failRebind(1);

            job.triggerPreemption();
            assertThat(pipe.next()).isInstanceOfSatisfying(Notification.VmErr.class, err -> {
                assertThat(err.errno()).isEqualTo(Errno.ENOSPC);
                assertThat(err.vmId()).isEqualTo(vm.id());
            });
            assertThat(job.tryStep(Duration.ofMillis(20))).isFalse();
            vm.restart();
            job.step();
        }
    }
}
