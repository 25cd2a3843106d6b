// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs JUnit with nothing but what it is given, and strictly: a test method that JUnit would pass over is an error. */
public final class JUnitLauncher {
    private JUnitLauncher() {}

    /** The parameters that make test classes run at once, each in the order of its own. */
    static Map<String, String> parallel(int threads) {
        String prefix = "junit.jupiter.execution.parallel.";
        return Map.of(
                prefix + "enabled", "true",
                prefix + "mode.default", "same_thread",
                prefix + "mode.classes.default", "concurrent",
                prefix + "config.strategy", "fixed",
                prefix + "config.fixed.parallelism", Integer.toString(threads));
    }

    /** Returns when everything selected has run. */
    public static void launch(
            List<? extends DiscoverySelector> selectors,
            Map<String, String> parameters,
            TestExecutionListener listener) {
        LauncherConfig config = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*") // checks use @Requires
                .configurationParameter("junit.platform.discovery.issue.severity.critical", "WARNING")
                .configurationParameters(parameters);
        LauncherFactory.create(config).execute(request.build(), listener);
    }
}
