// SPDX-License-Identifier: MIT
package xe.drm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.sim.SimConfig;
import xe.sim.SimKernel;
import xe.trace.TracingKernel;
import xe.watch.NotificationException;
import xe.watch.NotificationPipe;

/** Waits for what a device never does, which answers and so ends them long before the limit. */
class VainWaitTest {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final String WHY = " \\d+(\\.\\d)? m?s, though the device answers \\(a round trip took .* m?s\\)";

    private final SimKernel machine = SimKernel.boot(SimConfig.DEFAULT);
    private final TracingKernel kernel = new TracingKernel(machine);
    private final Device answering = Device.find(machine, LIMIT).orElseThrow();
    private final Deadline deadline = new Deadline(LIMIT, () -> Echo.ofJob(answering), new Deadline.Silence());
    private final DrmFile file = new RenderNode(answering.on(kernel, deadline)).open();

    @AfterEach
    void close() {
        file.close();
        assertThat(kernel.openFiles()).isEmpty();
        machine.close();
    }

    private void assertWaitedFor(String what) {
        assertThat(deadline.inVain())
                .map(Object::toString)
                .hasValueSatisfying(
                        text -> assertThat(text).matches("waited in vain for " + what + ": nothing within" + WHY));
    }

    /** The check's own calls alone, few enough to be read. */
    private void assertShortTrace() {
        assertThat(kernel.trace().lines()).hasSizeLessThan(150).noneMatch(line -> line.contains("earlier calls"));
    }

    @Test
    void anEventThatDoesNotCome() {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, deadline)) {
            pipe.setSize(32);
            file.watch(pipe, 1);

            assertThatThrownBy(pipe::next)
                    .isInstanceOf(NotificationException.class)
                    .hasMessageMatching("expected a notification, got none within" + WHY);
        }
        assertWaitedFor("a notification");
        assertShortTrace();
    }

    @Test
    void aStepOfAPausedJob() {
        Faults faults = new Faults(answering);
        try (NotificationPipe pipe = NotificationPipe.open(kernel, deadline);
                LongRunningJob job = LongRunningJob.start(file.createVm(LR_MODE | RESTARTABLE))) {
            pipe.setSize(32);
            file.watch(pipe, 1);
            faults.failRebind(1);
            job.triggerPreemption();
            assertThat(pipe.next()).isNotNull();

            assertThatThrownBy(job::step).hasMessageMatching("the job did not make step 1 within" + WHY);
        }
        faults.close();
        assertWaitedFor("a job to make step 1");
        assertShortTrace();
    }

    @Test
    void theEndOfAJobThatGoesOn() {
        try (LongRunningJob job = LongRunningJob.start(file.createVm(LR_MODE))) {
            assertThat(job.tryAwaitEnd(deadline).errno()).isEqualTo(Errno.ETIME);
        }
        assertWaitedFor("the end of the job");
        assertShortTrace();
    }

    @Test
    void theFenceOfAJobThatIsHeld() {
        try (HeldJob job = HeldJob.start(file.createVm(0))) {
            assertThat(job.end().tryAwait(deadline).errno()).isEqualTo(Errno.ETIME);
        }
        assertWaitedFor("the fence of a sync object");
        assertShortTrace();
    }

    static List<Consumer<Device>> echoes() {
        return List.of(Echo::ofJob, Echo::ofDriver);
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void aRoundTripLeavesNothing(Consumer<Device> echo) {
        echo.accept(file.device());

        assertThat(kernel.openFiles()).hasSize(1);
    }
}
