// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;
import static xe.uapi.WatchNotification.WATCH_TYPE_META;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.uapi.KeyNotification;
import xe.watch.FilterSpec;
import xe.watch.NotificationPipe;

/** IOC_WATCH_QUEUE_SET_FILTER: the entries of a filter. */
@Requires(Feature.NOTIFICATION_PIPE)
class WatchQueueFilterEntryTest {
    private static final int ID_MASK = 0xff00;

    @ParameterizedTest(name = "bit {0}")
    @Rule("NP-036")
    @ValueSource(ints = {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 27, 30, 31})
    void filterBitOutsideTheMaskGivesEinval(int bit, Kernel kernel) {
        int value = 1 << bit;
        int others = 0xffffff80 & ~value;
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(keys(value, value))).succeeds(); // control: the mask has the bit

            assertThat(pipe.tryFilter(keys(value, 0))).failsWith(EINVAL);
            assertThat(pipe.tryFilter(keys(value, others))).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("NP-036")
    void everyEntryIsLookedAt(Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            FilterSpec lastIsWrong = entries(15).entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.info(0x10000, ID_MASK));

            assertThat(pipe.tryFilter(lastIsWrong)).failsWith(EINVAL);

            assertThat(pipe.tryFilter(entries(16))).succeeds(); // control
        }
    }

    @ParameterizedTest(name = "0x{0}")
    @Rule("NP-037")
    @ValueSource(strings = {"1", "2", "4", "8", "10", "20", "40", "7f", "ff", "ff01", "ff40", "ffffff81", "ffffffff"})
    void maskThatTouchesTheLengthGivesEinval(String mask, Kernel kernel) {
        int bits = Integer.parseUnsignedInt(mask, 16);
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(keys(0, bits))).failsWith(EINVAL);

            assertThat(pipe.tryFilter(keys(0, bits & ~0x7f))).succeeds(); // control
        }
    }

    @ParameterizedTest(name = "filter 0x{0}")
    @Rule("NP-038")
    @ValueSource(strings = {"0", "80"})
    void maskOfBit7IsAccepted(String filter, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(keys(Integer.parseUnsignedInt(filter, 16), 0x80)))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "type 0x{0}, {1}")
    @Rule("NP-039")
    @CsvSource({
        "3, mask of the length",
        "3, filter outside the mask",
        "20, mask of the length",
        "20, filter outside the mask",
        "80, mask of the length",
        "80, filter outside the mask",
        "ffffff, mask of the length",
        "ffffff, filter outside the mask",
        "ffffffff, mask of the length",
        "ffffffff, filter outside the mask"
    })
    void badMaskOfAnUnknownTypeGivesEinval(String type, String fault, Kernel kernel) {
        int number = Integer.parseUnsignedInt(type, 16);
        int filter = fault.equals("filter outside the mask") ? 0x100 : 0;
        int mask = fault.equals("filter outside the mask") ? 0xfe00 : 0x01;
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(FilterSpec.passing(number, 0))).succeeds(); // control

            assertThat(pipe.tryFilter(FilterSpec.empty()
                            .entry(number, entry -> entry.subtype(0).info(filter, mask))))
                    .failsWith(EINVAL);
        }
    }

    /** Some of these once wrote behind the kernel's bit map of types (CVE-2022-0995). */
    @ParameterizedTest(name = "type 0x{0}")
    @Rule("NP-040")
    @ValueSource(
            strings = {
                "3",
                "4",
                "f",
                "10",
                "1f",
                "20",
                "3f",
                "40",
                "7f",
                "80",
                "ff",
                "100",
                "ffffff",
                "1000000",
                "7fffffff",
                "80000000",
                "ffffffff"
            })
    void unknownTypeIsAccepted(String type, Kernel kernel) {
        int number = Integer.parseUnsignedInt(type, 16);
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(FilterSpec.passing(number, 0))).succeeds();
            assertThat(pipe.tryFilter(passingKeys().entry(number, entry -> entry.subtype(0))))
                    .succeeds();
        }
    }

    @Test
    @Rule("NP-042")
    void typeOfXeIsAcceptedWhetherTheKernelKnowsItOrNot(Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(FilterSpec.passing(2, 0))).succeeds();
        }
    }

    @Test
    @Rule("NP-051")
    void metaIsAcceptedAsAType(Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(FilterSpec.passing(WATCH_TYPE_META, 0))).succeeds();
            assertThat(pipe.tryFilter(FilterSpec.passing(WATCH_TYPE_META, 1))).succeeds();
        }
    }

    private static NotificationPipe open(Kernel kernel) {
        NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
        pipe.setSize(KeyedPipe.SMALLEST);
        return pipe;
    }

    private static FilterSpec passingKeys() {
        return FilterSpec.passing(WATCH_TYPE_KEY_NOTIFY, KeyNotification.NOTIFY_KEY_UPDATED);
    }

    private static FilterSpec keys(int infoFilter, int infoMask) {
        return FilterSpec.empty()
                .entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtype(1).info(infoFilter, infoMask));
    }

    private static FilterSpec entries(int count) {
        FilterSpec filter = FilterSpec.empty();
        for (int i = 0; i < count; i++) {
            filter.entry(WATCH_TYPE_KEY_NOTIFY, entry -> entry.subtype(1));
        }
        return filter;
    }
}
