// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EPERM;
import static xe.uapi.DrmXeWatchNotificationVmErr.DRM_XE_WATCH_EVENT_VM_ERR;
import static xe.uapi.KeyNotification.NOTIFY_KEY_UPDATED;
import static xe.uapi.WatchNotification.WATCH_TYPE_DRM_XE_NOTIFY;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.watch.FilterSpec;
import xe.watch.NotificationPipe;

/** Filters on the records of VM errors; with records of keys: {@link FilteredEventsTest}. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.COMPUTE_JOB})
class VmErrorFilterTest {

    /** Lets a VM of {@code file} fail and waits until the witness has the event. */
    @CanIgnoreReturnValue
    private static int fail(DrmFile file, NotificationPipe witness) {
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            source.kill();
            assertThat(witness.next()).isVmErr(0xff, source.vm().id(), EPERM);
            return source.vm().id();
        }
    }

    @Test
    @Rule("NP-043")
    void filterOfTheTypePassesTheEvent(DrmFile file, NotificationPipe pipe, NotificationPipe witness) {
        pipe.filter(FilterSpec.passing(WATCH_TYPE_DRM_XE_NOTIFY, DRM_XE_WATCH_EVENT_VM_ERR));
        file.watch(pipe, 1);
        file.watch(witness, 0xff);

        int vmId = fail(file, witness);

        assertThat(pipe.next()).isVmErr(1, vmId, EPERM);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-043")
    @ValueSource(strings = {"keys alone", "another subtype", "another watch id"})
    void filterThatDoesNotMatchStopsTheEventAlone(
            String passing, RenderNode node, NotificationPipe pipe, NotificationPipe witness) {
        pipe.filter(
                switch (passing) {
                    case "keys alone" -> FilterSpec.passing(WATCH_TYPE_KEY_NOTIFY, NOTIFY_KEY_UPDATED);
                    case "another subtype" ->
                        FilterSpec.passing(WATCH_TYPE_DRM_XE_NOTIFY, DRM_XE_WATCH_EVENT_VM_ERR + 1);
                    default ->
                        FilterSpec.empty()
                                .entry(
                                        WATCH_TYPE_DRM_XE_NOTIFY,
                                        entry -> entry.subtype(DRM_XE_WATCH_EVENT_VM_ERR)
                                                .watchId(2));
                });
        try (DrmFile file = node.open()) {
            file.watch(pipe, 1);
            file.watch(witness, 0xff);
            fail(file, witness);
        }

        assertThat(pipe.next()).isRemoval(1); // the event is not there, nor a loss record
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    @Rule("NP-046")
    void filterOnTheWatchIdChoosesOneOfTwoFiles(RenderNode node, NotificationPipe pipe, NotificationPipe witness) {
        pipe.filter(FilterSpec.empty()
                .entry(
                        WATCH_TYPE_DRM_XE_NOTIFY,
                        entry -> entry.subtype(DRM_XE_WATCH_EVENT_VM_ERR).watchId(0x22)));
        try (DrmFile silent = node.open();
                DrmFile heard = node.open()) {
            silent.watch(pipe, 0x11);
            silent.watch(witness, 0xff);
            heard.watch(pipe, 0x22);
            heard.watch(witness, 0xff);

            fail(silent, witness);
            int vmId = fail(heard, witness);

            assertThat(pipe.next()).isVmErr(0x22, vmId, EPERM);
        }
    }
}
