// SPDX-License-Identifier: MIT
package xe.run;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs JUnit with nothing but what it is given, and strictly: a test method that JUnit would pass over is an error. */
final class JUnitLauncher {
    private JUnitLauncher() {}

    /** Returns when everything selected has run. */
    static void launch(
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
                .configurationParameter("junit.platform.discovery.issue.severity.critical", "WARNING")
                .configurationParameters(parameters);
        LauncherFactory.create(config).execute(request.build(), listener);
    }
}
