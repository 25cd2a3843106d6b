// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.uapi.WatchNotification.WATCH_TYPE_KEY_NOTIFY;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
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
            long address = switch (argument) {
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
    @ValueSource(strings = {"address 1", "unmapped", "4 of 8 bytes", "7 of 8 bytes"})
    void badHeaderGivesEfault(String header, Kernel kernel) {
        try (NotificationPipe pipe = open(kernel);
                NativeMemory memory = copy(kernel, passingKeys().bytes())) {
            assertThat(pipe.tryFilterAt(memory.address())).succeeds(); // control

            long end = memory.address() + memory.size();
            long address = switch (header) {
                case "address 1" -> 1;
                case "unmapped" -> NativeMemory.NEVER_MAPPED;
                case "4 of 8 bytes" -> end - 4;
                case "7 of 8 bytes" -> end - 7;
                default -> memory.address();
            };
            switch (header) {
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
                NativeMemory headerAlone = copy(
                        kernel, FilterSpec.empty().claimedCount((int) count).bytes());
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
    @ValueSource(
            strings = {
                "1",
                "2",
                "4",
                "80",
                "100",
                "8000",
                "10000",
                "800000",
                "1000000",
                "40000000",
                "80000000",
                "ffffffff"
            })
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
