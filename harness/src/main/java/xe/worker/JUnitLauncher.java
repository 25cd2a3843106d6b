// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import xe.junit.VainWaits;

/** Runs JUnit with nothing but what it is given, and strictly: a test method that JUnit would pass over is an error. */
public final class JUnitLauncher implements AutoCloseable {
    private final LauncherSession session = LauncherFactory.openSession(LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build());

    /** One whose checks that wait in vain count nowhere. */
    public JUnitLauncher() {}

    JUnitLauncher(VainWaits vainWaits) {
        vainWaits.countIn(session.getStore());
    }

    /** Returns when everything selected has run. */
    public void launch(
            List<? extends DiscoverySelector> selectors,
            Map<String, String> parameters,
            TestExecutionListener listener) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*") // checks use @Requires
                .configurationParameter("junit.platform.discovery.issue.severity.critical", "WARNING")
                .configurationParameters(parameters);
        session.getLauncher().execute(request.build(), listener);
    }

    /** Closes what launches share. */
    @Override
    public void close() {
        session.close();
    }
}
