// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOTTY;

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
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/** IOC_WATCH_QUEUE_SET_SIZE: which sizes are taken, how often, and by which descriptors. */
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

    private static Fd end(NotificationPipe pipe, String name) {
        return name.equals("read end") ? pipe.readEnd() : pipe.writeEnd();
    }

    private static Outcome setSize(Fd fd, long size) {
        return fd.tryIoctl("SET_SIZE(" + size + ")", NotificationPipe.IOC_WATCH_QUEUE_SET_SIZE, size);
    }

    private static long pipeSize(Fd fd) {
        return fd.tryFcntl("F_GETPIPE_SZ", Abi.F_GETPIPE_SZ, 0).orThrow();
    }
}
