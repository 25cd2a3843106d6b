// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import xe.drm.DrmFile;
import xe.drm.RenderNode;

/** What a check needs of JUnit, FFM and the simulator, once, while the worker waits for its first order. */
final class WarmUp {
    /** @return what does it: with one processor nothing, as it would be in the way */
    static Thread begin() {
        boolean idle = Runtime.getRuntime().availableProcessors() > 1;
        Thread thread = new Thread(idle ? () -> run(new TestExecutionListener() {}) : () -> {}, "warm-up");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void run(TestExecutionListener listener) {
        try (JUnitLauncher junit = new JUnitLauncher()) {
            junit.launch(List.of(DiscoverySelectors.selectClass(WarmUp.class)), Map.of(), listener);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 0)
    void makesAVm(int flags, RenderNode node) {
        try (DrmFile file = node.open()) {
            file.createVm(flags);
        }
    }
}
