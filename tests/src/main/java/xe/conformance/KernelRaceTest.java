// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.ENOENT;

import java.util.List;
import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.kernel.SyscallResult;
import xe.kernel.Wait;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.NotificationPipe;

/**
 * Races in which a driver may touch memory that is gone. A kernel with KASAN and two processors tells; the report in its log fails the
 * check. On other kernels the outcomes alone are looked at, and the machine may be harmed.
 */
@Requires(Feature.HAZARD)
class KernelRaceTest {
    private static final int ROUNDS = 256;
    private static final int FIRST_ID = 1;

    @Test
    @Rule("BUG-01")
    void aVmDestroyedWhileItIsCreatedIsNotTouchedAgain(DrmFile file) {
        try (Race race = new Race(file.device().deadline())) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Outcome> both = race.run(() -> file.tryCreateVm(0), () -> destroyedAsSoonAsThere(file));

                assertThat(both.getFirst()).succeedsWith("vm_id", FIRST_ID);
                assertThat(both.getLast()).succeeds();
            }
        }
    }

    private static Outcome destroyedAsSoonAsThere(DrmFile file) {
        Wait wait = file.device().deadline().begin("a VM that another thread makes");
        Outcome destroyed;
        do {
            destroyed = file.vm(FIRST_ID).tryDestroy();
        } while (destroyed.errno() == ENOENT && wait.goesOn());
        return destroyed;
    }

    @Test
    @Rule("BUG-03")
    @Requires(Feature.WATCH_QUEUE)
    void closingPipeAndFileAtOnceTouchesNothingThatIsGone(Kernel kernel, RenderNode node) {
        try (Race race = new Race(node.device().deadline())) {
            for (int round = 0; round < ROUNDS; round++) {
                NotificationPipe pipe =
                        NotificationPipe.open(kernel, node.device().deadline());
                pipe.setSize(NotificationPipe.DEFAULT_SIZE);
                DrmFile file = node.open();
                file.watch(pipe, 1);

                race.run(() -> closed(pipe), () -> closed(file))
                        .forEach(outcome -> assertThat(outcome).succeeds());
            }
        }
    }

    private static Outcome closed(NotificationPipe pipe) {
        pipe.close();
        return Outcome.of("close of the pipe", SyscallResult.OK);
    }

    private static Outcome closed(DrmFile file) {
        file.close();
        return Outcome.of("close of the file", SyscallResult.OK);
    }
}
