// SPDX-License-Identifier: MIT
package xe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class WarmUpTest {
    @Test
    void makesItsVm() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();

        WarmUp.run(listener);

        assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
        assertThat(listener.getSummary().getTotalFailureCount()).isZero();
    }
}
