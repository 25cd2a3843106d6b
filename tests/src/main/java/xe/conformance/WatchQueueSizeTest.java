// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOTTY;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.Epoll;
import xe.watch.Fd;
import xe.watch.Notification;
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/** IOC_WATCH_QUEUE_SET_SIZE: how many records a notification pipe holds. */
@Requires(Feature.NOTIFICATION_PIPE)
class WatchQueueSizeTest {

    @Test
    @Rule("NP-010")
    void zeroGivesEinvalAndLeavesThePipeUnsized(Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            assertThat(pipe.trySetSize(0)).failsWith(EINVAL);

            assertThat(pipe.trySetSize(1)).succeeds(); // control, and EBUSY were the pipe sized
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-011")
    @ValueSource(ints = {1, 2, 31, 32, 33, 63, 64, 65, 96, 97, 127, 128, 129, 255, 256, 257, 511, 512})
    void oneTo512IsAccepted(int size, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            assertThat(pipe.trySetSize(size)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-012")
    @ValueSource(longs = {513, 514, 544, 1023, 1024, 4096, 65536, 0x7fffffffL, 0x80000000L, 0xffffffffL})
    void moreThan512GivesEinval(long size, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            assertThat(pipe.trySetSize(size)).failsWith(EINVAL);

            assertThat(pipe.trySetSize(512)).succeeds(); // control
        }
    }

    @ParameterizedTest(name = "{0} holds {1}")
    @Rule("NP-013")
    @Requires(Feature.KEY_NOTIFICATIONS)
    @CsvSource({
        "1, 32",
        "2, 32",
        "31, 32",
        "32, 32",
        "33, 64",
        "63, 64",
        "64, 64",
        "65, 96",
        "96, 96",
        "97, 128",
        "127, 128",
        "128, 128",
        "129, 160",
        "161, 192",
        "193, 224",
        "225, 256",
        "256, 256",
        "257, 288",
        "385, 416",
        "480, 480",
        "481, 512",
        "511, 512",
        "512, 512"
    })
    void capacityIsRoundedUpToAMultipleOf32(int size, int capacity, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, size)) {
            assertHolds(capacity, pipe);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @Rule("NP-014")
    @CsvSource({
        "0x100000000, EINVAL",
        "0x8000000000000000, EINVAL",
        "0xffffffff00000000, EINVAL",
        "0x100000001, OK",
        "0x100000200, OK",
        "0x8000000000000001, OK",
        "0xffffffff00000200, OK",
        "0x100000201, EINVAL"
    })
    void bitsAbove31AreIgnored(String argument, Errno result, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            assertThat(pipe.trySetSize(Long.parseUnsignedLong(argument.substring(2), 16)))
                    .gives(result);
        }
    }

    @Test
    @Rule("NP-014")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void bitsAbove31DoNotAddCapacity(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.unsized(kernel)) {
            assertThat(pipe.pipe().trySetSize(0x1_0000_0001L)).succeeds();

            assertHolds(32, pipe);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-015")
    @ValueSource(longs = {0, 1, 32, 33, 64, 512, 513, 0xffffffffL, 0x100000000L})
    void secondSetSizeGivesEbusy(long second, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            assertThat(pipe.trySetSize(32)).succeeds(); // control: the first one

            assertThat(pipe.trySetSize(second)).failsWith(EBUSY);

            assertEqual("F_GETPIPE_SZ", 4096, pipeSize(pipe.readEnd()));
        }
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @Rule("NP-016")
    @CsvSource({"read end, write end", "write end, read end", "read end, read end"})
    void eitherEndSizesThePipe(String first, String second, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            assertThat(setSize(end(pipe, first), 33)).succeeds();

            assertThat(setSize(end(pipe, second), 33)).failsWith(EBUSY);
            assertEqual("F_GETPIPE_SZ", 8192, pipeSize(end(pipe, second)));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @Rule("NP-017")
    @CsvSource({
        "read end, 0",
        "read end, 1",
        "read end, 512",
        "read end, 513",
        "write end, 0",
        "write end, 1",
        "write end, 512",
        "write end, 513"
    })
    void plainPipeGivesEnodev(String end, long size, Kernel kernel) {
        try (PlainPipe plain = PlainPipe.open(kernel, 0)) {
            Fd fd = end.equals("read end") ? plain.readEnd() : plain.writeEnd();

            assertThat(setSize(fd, size)).failsWith(ENODEV);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-018")
    @CsvSource({"eventfd, ENOTTY", "epoll, EINVAL", "directory, ENOTTY", "regular file, ENOTTY"})
    void whatIsNoPipeTakesNoSize(String kind, Errno errno, Kernel kernel) {
        try (Fd fd = switch (kind) {
            case "eventfd" -> new Fd(kernel, kind, kernel.eventfd2(0, 0).intOrThrow(kind));
            case "epoll" -> Epoll.instance(kernel);
            case "directory" -> Fd.open(kernel, "/", Abi.O_RDONLY | Abi.O_DIRECTORY);
            default -> Fd.open(kernel, RegularFile.PATH, Abi.O_RDONLY);
        }) {
            assertThat(setSize(fd, 1)).failsWith(errno);
        }
    }

    @Test
    @Rule("NP-018")
    void renderNodeGivesEnotty(Kernel kernel, DrmFile file) {
        assertThat(setSize(new Fd(kernel, "render node", file.fd()), 1)).failsWith(ENOTTY);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-019")
    @ValueSource(ints = {-1, Integer.MAX_VALUE, 1 << 20})
    void numberWithoutADescriptorGivesEbadf(int number, Kernel kernel) {
        assertThat(setSize(new Fd(kernel, "descriptor " + number, number), 1)).failsWith(EBADF);
    }

    @Test
    @Rule("NP-019")
    void closedEndGivesEbadf(Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            pipe.closeWriteEnd();

            assertThat(setSize(pipe.writeEnd(), 1)).failsWith(EBADF);
            assertThat(setSize(pipe.readEnd(), 1)).succeeds(); // control
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @Rule("NP-021")
    @CsvSource({
        "1, 4096",
        "32, 4096",
        "33, 8192",
        "64, 8192",
        "65, 12288",
        "96, 12288",
        "97, 16384",
        "128, 16384",
        "129, 20480",
        "256, 32768",
        "481, 65536",
        "512, 65536"
    })
    void pipeSizeShowsThePagesOfTheRecords(int size, int bytes, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            pipe.setSize(size);

            assertEqual("F_GETPIPE_SZ of the read end", bytes, pipeSize(pipe.readEnd()));
            assertEqual("F_GETPIPE_SZ of the write end", bytes, pipeSize(pipe.writeEnd()));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @Rule("NP-024")
    @CsvSource({
        "sized, 0",
        "sized, 4096",
        "sized, 8192",
        "sized, 65536",
        "sized, 1048576",
        "not sized, 0",
        "not sized, 4096",
        "not sized, 8192",
        "not sized, 65536",
        "not sized, 1048576"
    })
    void changingThePipeSizeGivesEbusy(String state, long bytes, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
                PlainPipe plain = PlainPipe.open(kernel, 0)) {
            if (state.equals("sized")) {
                pipe.setSize(33);
            }
            long before = pipeSize(pipe.readEnd());

            assertThat(setPipeSize(plain.readEnd(), 8192)).returns(8192); // control: a plain pipe can be resized
            assertThat(setPipeSize(pipe.readEnd(), bytes)).failsWith(EBUSY);
            assertThat(setPipeSize(pipe.writeEnd(), bytes)).failsWith(EBUSY);

            assertEqual("F_GETPIPE_SZ", before, pipeSize(pipe.readEnd()));
        }
    }

    /** The UAPI header speaks of pages: two of them would hold 64 records. */
    @Test
    @Rule("NP-025")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void theUnitIsRecords(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 2)) {
            assertEqual("F_GETPIPE_SZ", 4096, pipeSize(pipe.readEnd()));
            assertHolds(32, pipe);
        }
    }

    private static void assertHolds(int capacity, KeyedPipe pipe) {
        pipe.post(capacity + 1);

        List<Notification> all = pipe.pipe().drain();
        assertEqual(
                "records that fit",
                capacity,
                all.stream().filter(pipe.record()::equals).count());
        assertEqual("the last of " + all.size() + " records", KeyedPipe.LOSS, all.getLast());
    }

    private static Fd end(NotificationPipe pipe, String name) {
        return name.equals("read end") ? pipe.readEnd() : pipe.writeEnd();
    }

    private static Outcome setSize(Fd fd, long size) {
        return fd.tryIoctl("SET_SIZE(" + size + ")", NotificationPipe.IOC_WATCH_QUEUE_SET_SIZE, size);
    }

    private static Outcome setPipeSize(Fd fd, long bytes) {
        return fd.tryFcntl("F_SETPIPE_SZ, " + bytes, Abi.F_SETPIPE_SZ, bytes);
    }

    private static long pipeSize(Fd fd) {
        return fd.tryFcntl("F_GETPIPE_SZ", Abi.F_GETPIPE_SZ, 0).orThrow();
    }
}
