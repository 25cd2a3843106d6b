// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import xe.drm.RenderNode;

/** A check that passes on each device but one. */
class DeviceChecks {
    static final String BAD = "renderD130";

    @Test
    void isGood(RenderNode node) {
        assertThat(node.path()).doesNotEndWith(BAD);
    }
}
