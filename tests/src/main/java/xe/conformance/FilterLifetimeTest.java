// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.KeyNotification.NOTIFY_KEY_UPDATED;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.FilterSpec;
import xe.watch.NotificationPipe;
import xe.watch.UserKey;

/** When a filter of a notification pipe holds, and for what. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class FilterLifetimeTest {
    private static final int ID_MASK = 0xff00;
    private static final FilterSpec NOTHING = FilterSpec.passing(0xffff, 0);

    @ParameterizedTest(name = "{0}")
    @Rule("NP-031")
    @ValueSource(strings = {"read end", "write end"})
    void nullRemovesTheFilter(String end, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().filter(NOTHING);
            pipe.post(1);
            assertThat(pipe.pipe().drain()).isEmpty(); // control: the filter works

            (end.equals("read end") ? pipe.readEnd() : pipe.writeEnd())
                    .tryIoctl("SET_FILTER(NULL)", NotificationPipe.IOC_WATCH_QUEUE_SET_FILTER, 0)
                    .orThrow();
            pipe.post(1);

            assertEqual("records without a filter", pipe.records(1), pipe.pipe().drain());
        }
    }

    @Test
    @Rule("NP-048")
    void rejectedEventsUseNoSlot(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().filter(NOTHING);
            pipe.post(100);
            pipe.pipe().tryFilterAt(0).orThrow();

            pipe.post(32);

            assertEqual("records", pipe.records(32), pipe.pipe().drain());
        }
    }

    @Test
    @Rule("NP-048")
    void eventRejectedFromAFullPipeIsNoLoss(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(32);
            pipe.pipe().filter(NOTHING);

            pipe.post(5);

            assertEqual("records", pipe.records(32), pipe.pipe().drain());
        }
    }

    @Test
    @Rule("NP-049")
    void queuedRecordsOutliveAFilterThatRejectsThem(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(3);

            pipe.pipe().filter(NOTHING);
            pipe.post(1);

            assertEqual("records", pipe.records(3), pipe.pipe().drain());
        }
    }

    @Test
    @Rule("NP-049")
    void rejectedEventsDoNotComeBackWithoutTheFilter(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().filter(NOTHING);
            pipe.post(3);

            pipe.pipe().tryFilterAt(0).orThrow();
            assertThat(pipe.pipe().tryRead(64)).failsWith(EAGAIN);
            pipe.post(1);

            assertEqual("records", pipe.records(1), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "type {0}")
    @Rule("NP-050")
    @ValueSource(ints = {0, 1, 2, 0xffff})
    void removalRecordPassesAnyFilter(int type, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().filter(FilterSpec.empty().entry(type, entry -> entry.subtypeWord(0, 0)));
            pipe.post(1);

            pipe.key().unwatch(pipe.pipe());

            assertEqual(
                    "records",
                    List.of(KeyedPipe.removal(pipe.key(), KeyedPipe.WATCH_ID)),
                    pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "type {0}")
    @Rule("NP-050")
    @ValueSource(ints = {0, 1, 2, 0xffff})
    void lossRecordPassesAnyFilter(int type, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(33);
            pipe.pipe().filter(FilterSpec.empty().entry(type, entry -> entry.subtypeWord(0, 0)));

            pipe.pipe().tryRead(4096).orThrow();

            assertEqual("records", List.of(KeyedPipe.LOSS), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-052")
    @ValueSource(
            strings = {
                "no entry",
                "17 entries",
                "reserved",
                "mask of the length",
                "filter outside the mask",
                "bad pointer"
            })
    void refusedFilterLeavesThePreviousOne(String fault, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                UserKey other = UserKey.create(kernel, "other")) {
            other.watch(pipe.pipe(), 8);
            pipe.pipe().filter(updates(KeyedPipe.WATCH_ID << 8, ID_MASK));

            assertThat(refused(pipe, fault)).failsWith(fault.equals("bad pointer") ? EFAULT : EINVAL);

            other.touch();
            pipe.post(1);
            assertEqual("records", pipe.records(1), pipe.pipe().drain());
        }
    }

    private static Outcome refused(KeyedPipe pipe, String fault) {
        FilterSpec onlyTheOther = updates(8 << 8, ID_MASK);
        return switch (fault) {
            case "no entry" -> pipe.pipe().tryFilter(FilterSpec.empty());
            case "17 entries" -> pipe.pipe().tryFilter(onlyTheOther.claimedCount(17));
            case "reserved" -> pipe.pipe().tryFilter(onlyTheOther.reserved(1));
            case "mask of the length" -> pipe.pipe().tryFilter(updates(8 << 8, 0xff01));
            case "filter outside the mask" -> pipe.pipe().tryFilter(updates(8 << 8, 0));
            default -> pipe.pipe().tryFilterAt(1);
        };
    }

    @Test
    @Rule("NP-053")
    void filterSetBeforeTheSizeWorksAfterIt(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.unsized(kernel)) {
            pipe.pipe().filter(NOTHING);
            pipe.pipe().setSize(32);

            pipe.post(1);

            assertThat(pipe.pipe().drain()).isEmpty();
            pipe.pipe().tryFilterAt(0).orThrow();
            pipe.post(1);
            assertEqual(
                    "records without the filter", pipe.records(1), pipe.pipe().drain()); // control
        }
    }

    @Test
    @Rule("NP-054")
    void filterHoldsForAllSubscriptionsOfItsPipeAlone(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                UserKey other = UserKey.create(kernel, "other");
                NotificationPipe free = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            free.setSize(32);
            other.watch(pipe.pipe(), 8);
            other.watch(free, 9);
            pipe.key().watch(free, 10);

            pipe.pipe().filter(NOTHING);
            pipe.post(1);
            other.touch();

            assertThat(pipe.pipe().drain()).isEmpty();
            assertEqual(
                    "records of the pipe without a filter",
                    List.of(KeyedPipe.record(pipe.key(), 10), KeyedPipe.record(other, 9)),
                    free.drain());
        }
    }

    private static FilterSpec updates(int infoFilter, int infoMask) {
        return FilterSpec.empty()
                .entry(
                        WATCH_TYPE_KEY_NOTIFY,
                        entry -> entry.subtype(NOTIFY_KEY_UPDATED).info(infoFilter, infoMask));
    }
}
