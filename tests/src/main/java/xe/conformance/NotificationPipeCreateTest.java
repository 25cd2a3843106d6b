// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Abi.O_CLOEXEC;
import static xe.kernel.Abi.O_DIRECT;
import static xe.kernel.Abi.O_NONBLOCK;
import static xe.kernel.Abi.O_NOTIFICATION_PIPE;
import static xe.kernel.Abi.O_WRONLY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EMFILE;
import static xe.kernel.Errno.ENODEV;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Deadline;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.Fd;
import xe.watch.NotificationPipe;
import xe.watch.OpenFileLimit;
import xe.watch.PlainPipe;
import xe.watch.UserKey;

/** Creating a notification pipe: pipe2(2) with O_NOTIFICATION_PIPE. */
@Requires(Feature.NOTIFICATION_PIPE)
class NotificationPipeCreateTest {
    private static final int STATUS_FLAGS = Abi.O_ACCMODE | O_NONBLOCK | O_DIRECT | O_NOTIFICATION_PIPE;
    private static final int UNWRITTEN = 0x5a5a5a5a;

    @Test
    @Rule("NP-001")
    void pipe2GivesTwoEndsOfANotificationPipe(Kernel kernel) {
        try (NativeMemory fds = unwritten(kernel)) {
            assertThat(PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE))
                    .succeeds();

            int read = fds.segment().get(ValueLayout.JAVA_INT, 0);
            int write = fds.segment().get(ValueLayout.JAVA_INT, 4);
            try (Fd readEnd = new Fd(kernel, "read end", read);
                    Fd writeEnd = new Fd(kernel, "write end", write)) {
                assertTrue("two descriptors, got " + read + " and " + write, read >= 0 && write >= 0 && read != write);
                assertEqual("access mode of the first", Abi.O_RDONLY, readEnd.statusFlags() & Abi.O_ACCMODE);
                assertEqual("access mode of the second", O_WRONLY, writeEnd.statusFlags() & Abi.O_ACCMODE);
                assertThat(setSize(writeEnd)).succeeds();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-002")
    @CsvSource({
        "no flag, 0x0",
        "O_CLOEXEC, 0x80000",
        "O_NONBLOCK, 0x800",
        "O_DIRECT, 0x4000",
        "O_CLOEXEC O_NONBLOCK, 0x80800",
        "O_CLOEXEC O_DIRECT, 0x84000",
        "O_NONBLOCK O_DIRECT, 0x4800",
        "O_CLOEXEC O_NONBLOCK O_DIRECT, 0x84800"
    })
    void flagsLandOnTheirEnds(String name, int flags, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Deadline.of(Duration.ZERO), flags)) {
            for (Fd end : List.of(pipe.readEnd(), pipe.writeEnd())) {
                assertEqual(name + ": O_NONBLOCK on the " + end, flags & O_NONBLOCK, end.statusFlags() & O_NONBLOCK);
                assertThat(end.tryFcntl("F_GETFD", Abi.F_GETFD, 0))
                        .returns((flags & O_CLOEXEC) == 0 ? 0 : Abi.FD_CLOEXEC);
            }
            assertEqual(name + ": O_DIRECT on the read end", 0, pipe.readEnd().statusFlags() & O_DIRECT);
            assertEqual(
                    name + ": O_DIRECT on the write end",
                    flags & O_DIRECT,
                    pipe.writeEnd().statusFlags() & O_DIRECT);
        }
    }

    /** In a plain pipe O_DIRECT makes each read return one packet. */
    @Test
    @Rule("NP-002")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void directPipeStillReturnsSeveralRecordsInOneRead(Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Deadline.of(Duration.ZERO), O_NONBLOCK | O_DIRECT);
                UserKey key = UserKey.create(kernel, "watched")) {
            pipe.setSize(KeyedPipe.SMALLEST);
            key.watch(pipe, KeyedPipe.WATCH_ID);

            key.touch(2);

            assertThat(pipe.tryRead(100)).returns(2L * KeyedPipe.RECORD);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-003")
    @CsvSource({
        "O_WRONLY, 0x1",
        "O_RDWR, 0x2",
        "bit 2, 0x4",
        "bit 3, 0x8",
        "bit 4, 0x10",
        "bit 5, 0x20",
        "O_CREAT, 0x40",
        "O_NOCTTY, 0x100",
        "O_TRUNC, 0x200",
        "O_APPEND, 0x400",
        "O_DSYNC, 0x1000",
        "O_ASYNC, 0x2000",
        "O_LARGEFILE, 0x8000",
        "O_DIRECTORY, 0x10000",
        "O_NOFOLLOW, 0x20000",
        "O_NOATIME, 0x40000",
        "O_SYNC, 0x101000",
        "O_PATH, 0x200000",
        "O_TMPFILE, 0x410000",
        "bit 23, 0x800000",
        "bit 24, 0x1000000",
        "bit 25, 0x2000000",
        "bit 26, 0x4000000",
        "bit 27, 0x8000000",
        "bit 28, 0x10000000",
        "bit 29, 0x20000000",
        "bit 30, 0x40000000",
        "bit 31, 0x80000000"
    })
    void anyOtherFlagGivesEinval(String name, long flag, Kernel kernel) {
        try (NativeMemory fds = unwritten(kernel)) {
            int freeBefore = OpenFileLimit.lowestFree(kernel);

            assertThat(PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE | (int) flag))
                    .failsWith(EINVAL);

            assertUnwritten(fds);
            assertEqual("lowest free descriptor after " + name, freeBefore, OpenFileLimit.lowestFree(kernel));
            assertThat(PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE))
                    .succeeds(); // control: the flag alone was wrong
            closeBoth(kernel, fds);
        }
    }

    @Test
    @Rule("NP-003")
    void wrongFlagIsFoundBeforeABadResultPointer(Kernel kernel) {
        assertThat(PlainPipe.tryPipe2(kernel, 0, O_NOTIFICATION_PIPE)).failsWith(EFAULT); // control

        assertThat(PlainPipe.tryPipe2(kernel, 0, O_NOTIFICATION_PIPE | Abi.O_APPEND))
                .failsWith(EINVAL);
    }

    @Test
    @Rule("NP-003")
    void wrongFlagIsFoundBeforeAFullDescriptorTable(Kernel kernel) {
        try (NativeMemory fds = unwritten(kernel)) {
            int free = OpenFileLimit.lowestFree(kernel);
            Outcome full;
            Outcome fullAndWrong;
            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, free)) {
                full = PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE);
                fullAndWrong = PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE | Abi.O_APPEND);
            }

            assertThat(full).failsWith(EMFILE); // control
            assertThat(fullAndWrong).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0} free")
    @Rule("NP-005")
    @CsvSource({"0", "1"})
    void fullDescriptorTableGivesEmfile(int slots, Kernel kernel) {
        try (NativeMemory fds = unwritten(kernel)) {
            int free = OpenFileLimit.lowestFree(kernel);
            Outcome notification;
            Outcome plain;
            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, free + slots)) {
                notification = PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE);
                plain = PlainPipe.tryPipe2(kernel, fds.address(), 0);
            }

            assertThat(notification).failsWith(EMFILE);
            assertThat(plain).failsWith(EMFILE);
            assertUnwritten(fds);
            assertEqual("lowest free descriptor", free, OpenFileLimit.lowestFree(kernel));
            assertThat(PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE))
                    .succeeds(); // control: room again
            closeBoth(kernel, fds);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-006")
    @CsvSource({"null", "unmapped", "read-only", "unreadable", "second int behind the end"})
    void badResultPointerGivesEfaultAndLeaksNothing(String pointer, Kernel kernel) {
        try (NativeMemory fds = unwritten(kernel)) {
            long address = switch (pointer) {
                case "null" -> 0;
                case "unmapped" -> NativeMemory.NEVER_MAPPED;
                case "second int behind the end" -> fds.address() + Integer.BYTES;
                default -> fds.address();
            };
            switch (pointer) {
                case "read-only" -> fds.makeReadOnly();
                case "unreadable" -> fds.makeUnreadable();
                default -> {}
            }
            int freeBefore = OpenFileLimit.lowestFree(kernel);

            assertThat(PlainPipe.tryPipe2(kernel, address, O_NOTIFICATION_PIPE)).failsWith(EFAULT);

            assertEqual("lowest free descriptor", freeBefore, OpenFileLimit.lowestFree(kernel));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-007")
    @CsvSource({
        "no flag, 0x0, 0x0, 0x1",
        "O_CLOEXEC, 0x80000, 0x0, 0x1",
        "O_NONBLOCK, 0x800, 0x800, 0x801",
        "O_DIRECT, 0x4000, 0x0, 0x4001",
        "O_NONBLOCK O_DIRECT, 0x4800, 0x800, 0x4801"
    })
    void getflDoesNotShowTheNotificationFlag(String name, int flags, int readShows, int writeShows, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Deadline.of(Duration.ZERO), flags)) {
            assertEqual(
                    name + ": F_GETFL of the read end",
                    readShows,
                    pipe.readEnd().statusFlags() & STATUS_FLAGS);
            assertEqual(
                    name + ": F_GETFL of the write end",
                    writeShows,
                    pipe.writeEnd().statusFlags() & STATUS_FLAGS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-008")
    @CsvSource({"read end", "write end"})
    void removingTheFilterTellsANotificationPipeFromAPlainOne(String end, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Deadline.of(Duration.ZERO));
                PlainPipe plain = PlainPipe.open(kernel, 0)) {
            boolean read = end.equals("read end");

            assertThat(removeFilter(read ? pipe.readEnd() : pipe.writeEnd())).succeeds();
            assertThat(removeFilter(read ? plain.readEnd() : plain.writeEnd())).failsWith(ENODEV);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-009")
    @CsvSource({"read end", "write end"})
    void newPipeShowsTheSizeOfAPlainOne(String end, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, Deadline.of(Duration.ZERO))) {
            Fd fd = end.equals("read end") ? pipe.readEnd() : pipe.writeEnd();
            long size = fd.tryFcntl("F_GETPIPE_SZ", Abi.F_GETPIPE_SZ, 0).orThrow();

            assertTrue(
                    "F_GETPIPE_SZ is 65536, or 8192 for a user over the soft limit, got " + size,
                    size == 65536 || size == 8192);
        }
    }

    private static Outcome setSize(Fd fd) {
        return fd.tryIoctl("SET_SIZE(1)", NotificationPipe.IOC_WATCH_QUEUE_SET_SIZE, 1);
    }

    private static Outcome removeFilter(Fd fd) {
        return fd.tryIoctl("SET_FILTER(NULL)", NotificationPipe.IOC_WATCH_QUEUE_SET_FILTER, 0);
    }

    private static NativeMemory unwritten(Kernel kernel) {
        NativeMemory fds = NativeMemory.allocate(kernel, 2 * Integer.BYTES);
        fds.segment().setAtIndex(ValueLayout.JAVA_INT, 0, UNWRITTEN);
        fds.segment().setAtIndex(ValueLayout.JAVA_INT, 1, UNWRITTEN);
        return fds;
    }

    private static void assertUnwritten(NativeMemory fds) {
        assertEqual("first result of a failed pipe2", UNWRITTEN, fds.segment().getAtIndex(ValueLayout.JAVA_INT, 0));
        assertEqual("second result of a failed pipe2", UNWRITTEN, fds.segment().getAtIndex(ValueLayout.JAVA_INT, 1));
    }

    private static void closeBoth(Kernel kernel, NativeMemory fds) {
        for (int fd : fds.segment().toArray(ValueLayout.JAVA_INT)) {
            kernel.close(fd).orThrow("close");
        }
    }
}
