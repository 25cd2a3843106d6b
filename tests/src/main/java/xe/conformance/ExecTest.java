// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.rules.Rule;
import xe.uapi.DrmXeExec;

/** EXEC: what must be zero. No batch runs. */
class ExecTest {
    private static GoodRequest withoutBatch(DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();
        return new GoodRequest(file, DrmXeExec.DRM_IOCTL_XE_EXEC, request -> request.set("exec_queue_id", queue.id()));
    }

    static Stream<String> extensions() {
        return GoodRequest.slots(DrmXeExec.STRUCT, "extensions");
    }

    static Stream<String> pads() {
        return GoodRequest.slots(DrmXeExec.STRUCT, "pad");
    }

    static Stream<String> reserved() {
        return GoodRequest.slots(DrmXeExec.STRUCT, "reserved");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    @Rule("EXE-001")
    void everyBitOfExtensionsGivesEinval(String slot, DrmFile file) {
        withoutBatch(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pads")
    @Rule("EXE-002")
    void everyBitOfPadGivesEinval(String slot, DrmFile file) {
        withoutBatch(file).needsZeroIn(slot);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    @Rule("EXE-003")
    void everyBitOfReservedGivesEinval(String slot, DrmFile file) {
        withoutBatch(file).needsZeroIn(slot);
    }
}
