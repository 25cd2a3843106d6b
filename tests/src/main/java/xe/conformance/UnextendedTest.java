// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
import static xe.uapi.DrmXeExecQueueSetProperty.DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY;
import static xe.uapi.DrmXeObservationParam.DRM_IOCTL_XE_OBSERVATION;
import static xe.uapi.DrmXeWaitUserFence.DRM_IOCTL_XE_WAIT_USER_FENCE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;

/** Calls that have a field for extensions and take none: those that refuse it, and those that do not look at it. */
class UnextendedTest {
    @Test
    @Rule("EXT-014")
    void aWaitRefusesExtensions(DrmFile file) {
        try (NativeMemory fence = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            new GoodRequest(
                            file,
                            DRM_IOCTL_XE_WAIT_USER_FENCE,
                            request -> request.set("addr", fence.address()).set("mask", -1))
                    .refuses("extensions", NativeMemory.NEVER_MAPPED);
        }
    }

    @Test
    @Requires(Feature.OA)
    @Rule("EXT-014")
    void anObservationRefusesExtensions(DrmFile file) {
        assertThat(file.ioctl(
                        DRM_IOCTL_XE_OBSERVATION, request -> request.set("extensions", NativeMemory.NEVER_MAPPED)))
                .failsWith(EINVAL);
        assertThat(file.ioctl(DRM_IOCTL_XE_OBSERVATION, request -> {})).failsWith(EFAULT); // no properties at NULL
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 8, NativeMemory.NEVER_MAPPED, 1L << 63, -1})
    @Rule("EXT-015")
    void adviceIsTakenWithExtensions(long extensions, DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.NULL, file)) {
            assertThat(mapped.advice(Advice.ATOMIC).with("extensions", extensions))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 8, NativeMemory.NEVER_MAPPED, 1L << 63, -1})
    @Rule("EXT-015")
    void rangesAreCountedWithExtensions(long extensions, DrmFile file) {
        assertThat(file.createVm(0).tryQueryMemRanges(request -> request.set("extensions", extensions)))
                .succeeds();
    }

    /** A queue in no group takes no priority, so it is an unknown queue that shows that nothing was wrong before. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 8, NativeMemory.NEVER_MAPPED, 1L << 63, -1})
    @Rule("EXT-015")
    void settingAPropertyDoesNotLookAtExtensions(long extensions, DrmFile file) {
        assertThat(file.ioctl(
                        DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY,
                        request -> request.set("exec_queue_id", 9)
                                .set("property", DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY)
                                .set("extensions", extensions)))
                .failsWith(ENOENT);
    }
}
