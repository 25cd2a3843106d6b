// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.rules.Rule;
import xe.uapi.DrmXeWatchQueue;
import xe.uapi.Outcome;
import xe.watch.NotificationPipe;

/** The fields of WATCH_QUEUE, and what a call leaves behind. */
@Requires(Feature.WATCH_QUEUE)
class WatchQueueTest {
    private static void everyNonZeroValueGivesEinval(String field, DrmFile file, NotificationPipe pipe) {
        DrmXeWatchQueue.STRUCT
                .nonZeroValues(field)
                .forEach(value -> assertThat(file.tryWatch(pipe, 7, request -> request.set(field, value)))
                        .failsWith(EINVAL));

        assertThat(file.tryWatch(pipe, 7)).succeeds(); // control
    }

    @Test
    @Rule("WQ-001")
    void everyBitOfFlagsGivesEinval(DrmFile file, NotificationPipe pipe) {
        everyNonZeroValueGivesEinval("flags", file, pipe);
    }

    @Test
    @Rule("WQ-002")
    void everyBitOfPadGivesEinval(DrmFile file, NotificationPipe pipe) {
        everyNonZeroValueGivesEinval("pad", file, pipe);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-003")
    @ValueSource(strings = {"0x100", "0x101", "0x1ff", "0x10000", "0x80000000", "0xffffff00", "0xffffffff"})
    void watchIdOfMoreThanEightBitsGivesEinval(String id, DrmFile file, NotificationPipe pipe) {
        int watchId = Integer.parseUnsignedInt(id.substring(2), 16);

        assertThat(file.tryWatch(pipe, watchId)).failsWith(EINVAL);
        assertThat(file.tryWatch(pipe, watchId & 0xff)).succeeds(); // control
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-003")
    @ValueSource(ints = {256, -1})
    void watchIdOfMoreThanEightBitsGivesEinvalForABadDescriptorToo(int watchId, DrmFile file) {
        assertThat(file.tryWatchFd(-1, watchId)).failsWith(EINVAL);
    }

    static IntStream watchIds() {
        return IntStream.rangeClosed(0, DrmXeWatchQueue.MAX_WATCH_ID);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("watchIds")
    @Rule("WQ-004")
    void recordsCarryTheWatchId(int watchId, RenderNode node, NotificationPipe pipe) {
        try (DrmFile file = node.open()) {
            assertThat(file.tryWatch(pipe, watchId)).succeeds();
        }

        assertThat(pipe.next(Duration.ZERO)).isRemoval(watchId); // there when close returns (WQ-040)
    }

    @Test
    @Rule("WQ-027")
    void refusedCallLeavesNoSubscription(RenderNode node, NotificationPipe pipe) {
        try (DrmFile refused = node.open();
                DrmFile later = node.open()) {
            assertThat(refused.tryWatch(pipe, 3, request -> request.set("flags", 1)))
                    .failsWith(EINVAL);
            assertThat(refused.tryWatch(pipe, 3, request -> request.set("pad", 1)))
                    .failsWith(EINVAL);
            assertThat(refused.tryWatch(pipe, 256)).failsWith(EINVAL);
            refused.close();
            later.watch(pipe, 4);
        }

        assertThat(pipe.next()).isRemoval(4);
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    @Rule("WQ-027")
    void refusedCallDoesNotStandInTheWayOfTheNext(DrmFile file, NotificationPipe pipe) {
        assertThat(file.tryWatch(pipe, 3, request -> request.set("flags", 1))).failsWith(EINVAL);

        assertThat(file.tryWatch(pipe, 3)).succeeds();
        assertThat(file.tryWatch(pipe, 3)).failsWith(EBUSY); // control: now it is subscribed
    }

    @Test
    @Rule("WQ-030")
    void structIsNotWritten(DrmFile file, NotificationPipe pipe) {
        Outcome subscribed = file.tryWatch(pipe, 9);

        assertThat(subscribed).succeedsWith("fd", pipe.readFd());
        assertThat(subscribed).succeedsWith("watch_id", 9);
        assertThat(subscribed).succeedsWith("flags", 0);
        assertThat(subscribed).succeedsWith("pad", 0);
    }

    @Test
    @Rule("WQ-030")
    void structOfARefusedCallIsNotWritten(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, 9);
        Outcome refused = file.tryWatch(pipe, 10);

        assertThat(refused).failsWith(EBUSY);
        assertThat(refused).leaves("watch_id", 10);
    }

    @Test
    @Rule("WQ-031")
    void nodeOpenedForReadingAloneIsEnough(RenderNode node, NotificationPipe pipe) {
        try (DrmFile readOnly = node.open(Abi.O_RDONLY | Abi.O_CLOEXEC)) {
            assertThat(readOnly.tryWatch(pipe, 0x31)).succeeds();
        }

        assertThat(pipe.next()).isRemoval(0x31);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-035")
    @ValueSource(
            strings = {
                "fd flags",
                "fd pad",
                "fd watch_id",
                "flags pad",
                "flags watch_id",
                "pad watch_id",
                "fd flags pad watch_id"
            })
    void severalBadFieldsGiveEinval(String fields, DrmFile file, NotificationPipe pipe) {
        assertThat(file.tryWatch(pipe, 7, request -> {
                    for (String field : fields.split(" ")) {
                        request.set(field, field.equals("watch_id") ? 256 : -1);
                    }
                }))
                .failsWith(EINVAL);

        assertThat(file.tryWatch(pipe, 7)).succeeds(); // control
    }
}
