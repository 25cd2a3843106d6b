// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** What the end of one of several subscriptions means for those before and after it. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.COMPUTE_JOB})
class WatchPositionTest {
    private static final int SEVERAL = 3;

    @ParameterizedTest(name = "pipe {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("WQ-049")
    void aClosedPipeLeavesThoseBeforeAndAfterIt(int closed, RenderNode node, Kernel kernel) {
        List<NotificationPipe> pipes = new ArrayList<>();
        try (DrmFile file = node.open()) {
            for (int id = 0; id < SEVERAL; id++) {
                NotificationPipe pipe =
                        NotificationPipe.open(kernel, node.device().deadline());
                pipes.add(pipe);
                pipe.setSize(1);
                file.watch(pipe, id);
            }
            pipes.get(closed).close();
            int vmId;
            try (KilledVm failing = KilledVm.of(file, LR_MODE)) {
                vmId = failing.vm().id();
            }
            file.close();

            for (int id = 0; id < SEVERAL; id++) {
                if (id != closed) {
                    assertThat(pipes.get(id).next()).isVmErr(id, vmId, KilledVm.ERROR);
                    assertThat(pipes.get(id).next()).isRemoval(id);
                }
            }
        } finally {
            pipes.forEach(NotificationPipe::close);
        }
    }

    @ParameterizedTest(name = "file {0} of 0 to 2")
    @ValueSource(ints = {0, 1, 2})
    @Rule("WQ-057")
    void aClosedFileLeavesTheEventsOfTheOthers(int closed, RenderNode node, NotificationPipe pipe) {
        List<DrmFile> files = new ArrayList<>();
        try {
            for (int id = 0; id < SEVERAL; id++) {
                DrmFile file = node.open();
                files.add(file);
                file.watch(pipe, id);
            }
            files.get(closed).close();
            assertThat(pipe.next()).isRemoval(closed);

            for (int id = 0; id < SEVERAL; id++) {
                if (id != closed) {
                    try (KilledVm failing = KilledVm.of(files.get(id), LR_MODE)) {
                        assertThat(pipe.next()).isVmErr(id, failing.vm().id(), KilledVm.ERROR);
                    }
                }
            }
            assertThat(pipe.drain()).isEmpty();
        } finally {
            files.forEach(DrmFile::close);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"full", "not sized", "without reader"})
    @Rule({"WQ-040", "WQ-045"})
    void aPipeThatTakesNothingKeepsTheRemovalFromNoOther(
            String state, RenderNode node, NotificationPipe before, NotificationPipe after, Kernel kernel) {
        try (DrmFile file = node.open();
                NotificationPipe deaf =
                        NotificationPipe.open(kernel, node.device().deadline())) {
            if (!state.equals("not sized")) {
                deaf.setSize(1);
            }
            file.watch(before, 1);
            file.watch(deaf, 2);
            file.watch(after, 3);
            switch (state) {
                case "full" -> FullPipe.fill(deaf, node);
                case "without reader" -> deaf.closeReadEnd();
                default -> {}
            }
            file.close();

            assertThat(before.next()).isRemoval(1);
            assertThat(after.next()).isRemoval(3);
        }
    }
}
