// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.KeyNotification.NOTIFY_KEY_REVOKED;
import static xe.uapi.KeyNotification.NOTIFY_KEY_UPDATED;
import static xe.uapi.WatchNotification.WATCH_TYPE_DRM_XE_NOTIFY;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;
import static xe.uapi.WatchNotification.WATCH_TYPE_META;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.FilterSpec;
import xe.watch.Notification;
import xe.watch.NotificationPipe;
import xe.watch.UserKey;

/** Which events a filter lets into a notification pipe. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class FilteredEventsTest {
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

    @ParameterizedTest(name = "mask 0x80, filter 0x{0}: {1} passes")
    @Rule("NP-038")
    @CsvSource({"0, 1", "80, 0"})
    void bit7OfInfoIsZero(String filter, int passing, Kernel kernel) {
        int bit7 = Integer.parseUnsignedInt(filter, 16);
        assertPasses(kernel, updates(bit7, 0x80), passing == 1);
    }

    @ParameterizedTest(name = "type 0x{0}")
    @Rule("NP-040")
    @ValueSource(strings = {"3", "f", "10", "20", "40", "7f", "80", "100", "ffffff", "1000001", "80000001", "ffffffff"})
    void unknownTypeBesideAKnownOneChangesNothing(String type, Kernel kernel) {
        int number = Integer.parseUnsignedInt(type, 16);
        FilterSpec both = FilterSpec.passing(number, 0).entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtype(1));

        assertPasses(kernel, both, true);
    }

    @ParameterizedTest(name = "type 0x{0}")
    @Rule("NP-041")
    @ValueSource(strings = {"3", "f", "10", "20", "40", "7f", "80", "100", "ffffff", "1000001", "80000001", "ffffffff"})
    void onlyAnUnknownTypeRejectsEveryEvent(String type, Kernel kernel) {
        int number = Integer.parseUnsignedInt(type, 16);

        assertPasses(kernel, FilterSpec.passing(number, NOTIFY_KEY_UPDATED), false);
    }

    @Test
    @Rule("NP-041")
    void sixteenUnknownTypesRejectEveryEvent(Kernel kernel) {
        FilterSpec filter = FilterSpec.empty();
        for (int i = 0; i < 16; i++) {
            filter.entry(0x100 + i, entry -> entry.subtype(NOTIFY_KEY_UPDATED));
        }

        assertPasses(kernel, filter, false);
    }

    @ParameterizedTest(name = "subtype {0}")
    @Rule("NP-042")
    @ValueSource(ints = {0, 1})
    void typeOfXeAloneRejectsOtherEvents(int subtype, Kernel kernel) {
        assertPasses(kernel, FilterSpec.passing(WATCH_TYPE_DRM_XE_NOTIFY, subtype), false);
    }

    @ParameterizedTest(name = "{0} type, {1} subtype, {2} info: {3}")
    @Rule("NP-043")
    @CsvSource({
        "right, right, right, passes",
        "right, right, wrong, rejected",
        "right, wrong, right, rejected",
        "right, wrong, wrong, rejected",
        "wrong, right, right, rejected",
        "wrong, right, wrong, rejected",
        "wrong, wrong, right, rejected",
        "wrong, wrong, wrong, rejected"
    })
    void entryMustMatchInTypeSubtypeAndInfo(String type, String subtype, String info, String result, Kernel kernel) {
        FilterSpec filter = FilterSpec.empty()
                .entry(
                        type.equals("right") ? WATCH_TYPE_KEY_NOTIFY : WATCH_TYPE_META,
                        entry -> entry.subtype(subtype.equals("right") ? NOTIFY_KEY_UPDATED : NOTIFY_KEY_REVOKED)
                                .watchId(info.equals("right") ? KeyedPipe.WATCH_ID : KeyedPipe.WATCH_ID + 1));

        assertPasses(kernel, filter, result.equals("passes"));
    }

    @ParameterizedTest(name = "bit {0}")
    @Rule("NP-043")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 30, 31})
    void onlyTheBitOfTheSubtypeLetsItPass(int bit, Kernel kernel) {
        int word = 1 << bit;

        assertPasses(kernel, words(word, 0), bit == NOTIFY_KEY_UPDATED);
        assertPasses(kernel, words(~word, 0), bit != NOTIFY_KEY_UPDATED);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Rule("NP-043")
    @CsvSource({
        "right wrong, passes",
        "wrong right, passes",
        "right right, passes",
        "wrong wrong, rejected",
        "wrong wrong wrong wrong wrong wrong wrong wrong wrong wrong wrong wrong wrong wrong wrong right, passes"
    })
    void entriesOfOneTypeAreAlternatives(String entries, String result, Kernel kernel) {
        FilterSpec filter = FilterSpec.empty();
        for (String each : entries.split(" ")) {
            int id = each.equals("right") ? KeyedPipe.WATCH_ID : KeyedPipe.WATCH_ID + 1;
            filter.entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtype(NOTIFY_KEY_UPDATED).watchId(id));
        }

        assertPasses(kernel, filter, result.equals("passes"));
    }

    @Test
    @Rule("NP-043")
    void eventsOfOneKeyArePartedBySubtype(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().filter(FilterSpec.passing(WATCH_TYPE_KEY_NOTIFY, NOTIFY_KEY_REVOKED));

            pipe.post(1);
            pipe.key().revoke();

            assertEqual(
                    "records",
                    List.of(KeyedPipe.event(pipe.key(), KeyedPipe.WATCH_ID, NOTIFY_KEY_REVOKED)),
                    pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "word {0}")
    @Rule("NP-044")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void laterSubtypeWordsAreIgnored(int index, Kernel kernel) {
        FilterSpec elsewhere =
                FilterSpec.empty().entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtypeWord(index, -1));
        FilterSpec both = FilterSpec.empty()
                .entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtype(NOTIFY_KEY_UPDATED).subtypeWord(index, -1));

        assertPasses(kernel, elsewhere, false);
        assertPasses(kernel, both, true);
    }

    @Test
    @Rule("NP-045")
    void noSubtypeBitRejectsTheType(Kernel kernel) {
        assertPasses(kernel, words(0, 0), false);
        assertPasses(kernel, words(-1, 0), true); // control
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-046")
    @ValueSource(ints = {0, 1, 7, 127, 128, 254, 255})
    void filterOnTheIdPassesOneSubscription(int id, Kernel kernel) {
        int other = 255 - id;
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                UserKey left = UserKey.create(kernel, "left");
                UserKey right = UserKey.create(kernel, "right")) {
            left.watch(pipe.pipe(), id);
            right.watch(pipe.pipe(), other);
            pipe.pipe().filter(updates(id << 8, ID_MASK));

            right.touch();
            left.touch();
            right.touch();

            assertEqual("records", List.of(KeyedPipe.record(left, id)), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "filter 0x{0}: {1}")
    @Rule("NP-047")
    @CsvSource({
        "700, passes",
        "600, rejected",
        "0, rejected",
        "780, rejected",
        "10700, rejected",
        "80000700, rejected"
    })
    void maskOfAllButTheLengthIsExact(String filter, String result, Kernel kernel) {
        assertPasses(kernel, updates(Integer.parseUnsignedInt(filter, 16), 0xffffff80), result.equals("passes"));
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

    @ParameterizedTest(name = "subtype {0}")
    @Rule("NP-051")
    @ValueSource(ints = {0, 1})
    void metaAsATypePassesNoEvent(int subtype, Kernel kernel) {
        assertPasses(kernel, FilterSpec.passing(WATCH_TYPE_META, subtype), false);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-052")
    @ValueSource(
            strings = {"no entry", "17 entries", "reserved", "mask of the length", "filter outside the mask", "bad pointer"})
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
            assertEqual("records without the filter", pipe.records(1), pipe.pipe().drain()); // control
        }
    }

    @Test
    @Rule("NP-054")
    void filterHoldsForAllSubscriptionsOfItsPipeAlone(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                UserKey other = UserKey.create(kernel, "other");
                NotificationPipe free =
                        NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
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

    /** Posts an event while {@code filter} is set, then one without it, which shows that the event had been there. */
    private static void assertPasses(Kernel kernel, FilterSpec filter, boolean passes) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().filter(filter);
            pipe.post(1);
            List<Notification> filtered = pipe.pipe().drain();
            pipe.pipe().tryFilterAt(0).orThrow();
            pipe.post(1);

            assertEqual("records with filter " + filter, pipe.records(passes ? 1 : 0), filtered);
            assertEqual("records without a filter", pipe.records(1), pipe.pipe().drain());
        }
    }

    private static FilterSpec updates(int infoFilter, int infoMask) {
        return FilterSpec.empty()
                .entry(
                        WATCH_TYPE_KEY_NOTIFY,
                        entry -> entry.subtype(NOTIFY_KEY_UPDATED).info(infoFilter, infoMask));
    }

    private static FilterSpec words(int first, int second) {
        return FilterSpec.empty()
                .entry(
                        WATCH_TYPE_KEY_NOTIFY,
                        entry -> entry.subtypeWord(0, first).subtypeWord(1, second));
    }
}
