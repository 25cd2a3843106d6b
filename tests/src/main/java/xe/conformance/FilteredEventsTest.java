// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
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
import xe.watch.FilterSpec;
import xe.watch.Notification;
import xe.watch.UserKey;

/** Which events a filter lets into a notification pipe. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class FilteredEventsTest {
    private static final int ID_MASK = 0xff00;

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

        assertPasses(kernel, word(word), bit == NOTIFY_KEY_UPDATED);
        assertPasses(kernel, word(~word), bit != NOTIFY_KEY_UPDATED);
    }

    @ParameterizedTest(name = "{0} wrong, {1} right, {2} wrong: {3}")
    @Rule("NP-043")
    @CsvSource({"0, 1, 1, passes", "1, 1, 0, passes", "0, 2, 0, passes", "2, 0, 0, rejected", "15, 1, 0, passes"})
    void entriesOfOneTypeAreAlternatives(int before, int right, int after, String result, Kernel kernel) {
        FilterSpec filter = FilterSpec.empty();
        for (int i = 0; i < before + right + after; i++) {
            boolean matches = i >= before && i < before + right;
            int id = matches ? KeyedPipe.WATCH_ID : KeyedPipe.WATCH_ID + 1;
            filter.entry(
                    WATCH_TYPE_KEY_NOTIFY,
                    entry -> entry.subtype(NOTIFY_KEY_UPDATED).watchId(id));
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
        FilterSpec elsewhere = FilterSpec.empty().entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtypeWord(index, -1));
        FilterSpec both = FilterSpec.empty()
                .entry(
                        WATCH_TYPE_KEY_NOTIFY,
                        entry -> entry.subtype(NOTIFY_KEY_UPDATED).subtypeWord(index, -1));

        assertPasses(kernel, elsewhere, false);
        assertPasses(kernel, both, true);
    }

    @Test
    @Rule("NP-045")
    void noSubtypeBitRejectsTheType(Kernel kernel) {
        assertPasses(kernel, word(0), false);
        assertPasses(kernel, word(-1), true); // control
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

            assertEqual(
                    "records", List.of(KeyedPipe.record(left, id)), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "filter 0x{0}: {1}")
    @Rule("NP-047")
    @CsvSource({"700, passes", "600, rejected", "0, rejected", "780, rejected", "10700, rejected", "80000700, rejected"
    })
    void maskOfAllButTheLengthIsExact(String filter, String result, Kernel kernel) {
        assertPasses(kernel, updates(Integer.parseUnsignedInt(filter, 16), 0xffffff80), result.equals("passes"));
    }

    @ParameterizedTest(name = "subtype {0}")
    @Rule("NP-051")
    @ValueSource(ints = {0, 1})
    void metaAsATypePassesNoEvent(int subtype, Kernel kernel) {
        assertPasses(kernel, FilterSpec.passing(WATCH_TYPE_META, subtype), false);
    }

    /** Posts an event while {@code filter} is set, then one without it, which shows that the event had been there. */
    private static void assertPasses(Kernel kernel, FilterSpec filter, boolean passes) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            assertThat(pipe.pipe().tryFilter(filter)).succeeds();
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

    private static FilterSpec word(int subtypes) {
        return FilterSpec.empty().entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtypeWord(0, subtypes));
    }
}
