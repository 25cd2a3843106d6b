// SPDX-License-Identifier: MIT
package xe.run;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import xe.drm.RenderNode;

/** A check that leaves no reproducer, and one that does. */
class FullDiskChecks {
    @Test
    void passes() {}

    @Test
    void fails(RenderNode node) {
        node.open().close();
        throw new AssertionFailedError("expected EINVAL (22), got EALREADY (114)", "EINVAL (22)", "EALREADY (114)");
    }
}
