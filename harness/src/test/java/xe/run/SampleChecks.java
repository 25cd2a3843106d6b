// SPDX-License-Identifier: MIT
package xe.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import xe.drm.RenderNode;

/** One check per way to end; what the tests of the command line run. They stand in META-INF/xe-cts/checks.csv of the tests. */
class SampleChecks {
    @Test
    void passes() {}

    @Test
    void fails() {
        throw new AssertionFailedError(
                "VM_RESTART{vm_id=1, pad=1} on sim: expected EINVAL (22), got EALREADY (114); rule VMR-001: pad != 0: EINVAL",
                "EINVAL (22)",
                "EALREADY (114)");
    }

    @Test
    void breaks() {
        throw new IllegalStateException("no memory left");
    }

    @Test
    void skips() {
        throw new TestAbortedException("COMPUTE_JOB: no engine");
    }

    @Test
    void opens(RenderNode node) {
        node.open().close();
    }

    @ParameterizedTest(name = "{0} watches")
    @ValueSource(ints = {1, 2})
    void rows(int watches) {
        if (watches == 2) {
            throw new AssertionError("2 watches: expected 2 records, got 1");
        }
    }
}
