// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;

import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.KernelLog;
import xe.drm.PseudoFile;
import xe.junit.Requires;
import xe.rules.Rule;

/** With drm.debug, the driver tells of each argument check that fails. */
@Requires({Feature.ROOT, Feature.KMSG})
class DebugMessageTest {
    private static final String DRM_DEBUG = "/sys/module/drm/parameters/debug";

    @Test
    @Rule("CORE-037")
    void aFailedArgumentCheckLeavesADebugLine(DrmFile file, KernelLog log) {
        assertEqual("lines without drm.debug", 0, linesOfARefusedCall(file, log, "0x0"));
        assertEqual("lines with drm.debug", 1, linesOfARefusedCall(file, log, "0x2"));
    }

    private static int linesOfARefusedCall(DrmFile file, KernelLog log, String level) {
        PseudoFile debug = new PseudoFile(file.kernel(), DRM_DEBUG);
        String before = debug.readOrThrow();
        debug.write(level);
        try {
            log.mark();
            assertThat(file.tryCreateVm(LR_MODE, request -> request.set("reserved[0]", 1)))
                    .failsWith(EINVAL);
            return log.read().size();
        } finally {
            debug.write(before);
        }
    }
}
