// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;
import static xe.uapi.WatchNotification.WATCH_TYPE_META;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.KeyNotification;
import xe.uapi.Outcome;
import xe.watch.Fd;
import xe.watch.FilterSpec;
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/** IOC_WATCH_QUEUE_SET_FILTER: which filters the kernel takes. */
@Requires(Feature.NOTIFICATION_PIPE)
class WatchQueueFilterTest {
    private static final int ID_MASK = 0xff00;
    private static final int FIRST_UNKNOWN_TYPE = 3;

    @ParameterizedTest(name = "{0}, {1}")
    @Rule("NP-030")
    @CsvSource({
        "read end, no filter",
        "read end, bad pointer",
        "read end, good filter",
        "write end, no filter",
        "write end, bad pointer",
        "write end, good filter"
    })
    void plainPipeGivesEnodev(String end, String argument, Kernel kernel) {
        try (PlainPipe plain = PlainPipe.open(kernel, 0);
                NativeMemory good = copy(kernel, passingKeys().bytes())) {
            Fd fd = end.equals("read end") ? plain.readEnd() : plain.writeEnd();
            long address =
                    switch (argument) {
                        case "no filter" -> 0;
                        case "bad pointer" -> good.address() + good.size();
                        default -> good.address();
                    };

            assertThat(setFilter(fd, address)).failsWith(ENODEV);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-031")
    @ValueSource(strings = {"none set", "one set", "removed before"})
    void nullIsAlwaysAccepted(String state, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            if (!state.equals("none set")) {
                pipe.filter(passingKeys());
            }
            if (state.equals("removed before")) {
                pipe.tryFilterAt(0).orThrow();
            }

            assertThat(setFilter(pipe.readEnd(), 0)).succeeds();
            assertThat(setFilter(pipe.writeEnd(), 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-032")
    @ValueSource(strings = {"address 1", "unmapped", "unreadable", "4 of 8 bytes", "7 of 8 bytes"})
    void unreadableHeaderGivesEfault(String header, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel);
                NativeMemory memory = copy(kernel, passingKeys().bytes())) {
            assertThat(pipe.tryFilterAt(memory.address())).succeeds(); // control

            long end = memory.address() + memory.size();
            long address =
                    switch (header) {
                        case "address 1" -> 1;
                        case "4 of 8 bytes" -> end - 4;
                        case "7 of 8 bytes" -> end - 7;
                        default -> memory.address();
                    };
            switch (header) {
                case "unmapped" -> memory.unmap();
                case "unreadable" -> memory.makeUnreadable();
                default -> {}
            }

            assertThat(pipe.tryFilterAt(address)).failsWith(EFAULT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-033")
    @ValueSource(ints = {1, 2, 15, 16})
    void oneTo16EntriesAreAccepted(int entries, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(entries(entries))).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-033")
    @ValueSource(longs = {0, 17, 18, 32, 255, 256, 65536, 0x7fffffff, 0x80000000L, 0x80000001L, 0xffffffffL})
    void anyOtherCountGivesEinvalBeforeTheArrayIsRead(long count, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel);
                NativeMemory headerAlone =
                        copy(kernel, FilterSpec.empty().claimedCount((int) count).bytes());
                NativeMemory oneAlone =
                        copy(kernel, FilterSpec.empty().claimedCount(1).bytes())) {
            assertThat(pipe.tryFilterAt(headerAlone.address())).failsWith(EINVAL);

            assertThat(pipe.tryFilterAt(oneAlone.address())).failsWith(EFAULT); // control: a good count, no array
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-033")
    @ValueSource(ints = {0, 17, 32})
    void wrongCountWithAReadableArrayGivesEinval(int count, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(entries(32).claimedCount(count))).failsWith(EINVAL);

            assertThat(pipe.tryFilter(entries(32).claimedCount(16))).succeeds(); // control
        }
    }

    @ParameterizedTest(name = "0x{0}")
    @Rule("NP-034")
    @ValueSource(strings = {"1", "2", "4", "80", "100", "8000", "10000", "800000", "1000000", "40000000", "80000000", "ffffffff"})
    void nonZeroReservedGivesEinval(String reserved, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel)) {
            assertThat(pipe.tryFilter(passingKeys().reserved(Integer.parseUnsignedInt(reserved, 16))))
                    .failsWith(EINVAL);

            assertThat(pipe.tryFilter(passingKeys())).succeeds(); // control
        }
    }

    @ParameterizedTest(name = "{0} entries, {1} bytes missing")
    @Rule("NP-035")
    @CsvSource({"1, 44", "1, 43", "1, 1", "2, 44", "2, 1", "16, 704", "16, 44", "16, 1"})
    void unreadableArrayGivesEfault(int entries, int missing, Kernel kernel) {
        byte[] whole = entries(entries).bytes();
        try (NotificationPipe pipe = open(kernel);
                NativeMemory good = copy(kernel, whole);
                NativeMemory cut = copy(kernel, Arrays.copyOf(whole, whole.length - missing))) {
            assertThat(pipe.tryFilterAt(good.address())).succeeds(); // control

            assertThat(pipe.tryFilterAt(cut.address())).failsWith(EFAULT);
        }
    }

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
    @ValueSource(strings = {"3", "4", "f", "10", "1f", "20", "3f", "40", "7f", "80", "ff", "100", "ffffff", "1000000", "7fffffff", "80000000", "ffffffff"})
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

    @ParameterizedTest(name = "{0}, then {1}")
    @Rule("NP-053")
    @CsvSource({"read end, write end", "write end, read end"})
    void eitherEndOfAPipeThatIsNotSizedTakesAFilter(String first, String second, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
                NativeMemory filter = copy(kernel, passingKeys().bytes())) {
            assertThat(setFilter(end(pipe, first), filter.address())).succeeds();
            assertThat(setFilter(end(pipe, second), filter.address())).succeeds();
            assertThat(setFilter(end(pipe, first), 0)).succeeds();
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

    private static NativeMemory copy(Kernel kernel, byte[] bytes) {
        NativeMemory memory = NativeMemory.allocate(kernel, bytes.length);
        memory.segment().copyFrom(MemorySegment.ofArray(bytes));
        return memory;
    }

    private static Fd end(NotificationPipe pipe, String name) {
        return name.equals("read end") ? pipe.readEnd() : pipe.writeEnd();
    }

    private static Outcome setFilter(Fd fd, long address) {
        return fd.tryIoctl(
                "SET_FILTER(0x" + Long.toHexString(address) + ")",
                NotificationPipe.IOC_WATCH_QUEUE_SET_FILTER,
                address);
    }
}
