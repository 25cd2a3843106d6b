// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.ENOBUFS;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.BackgroundRead;
import xe.watch.Fd;
import xe.watch.Notification;
import xe.watch.NotificationDecoder;

/** read(2) of a notification pipe: whole records, and how many. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class NotificationReadTest {
    private static final Duration A_WHILE = Duration.ofMillis(30);

    @ParameterizedTest(name = "{0}")
    @Rule("NP-060")
    @ValueSource(ints = {1, 2, 3, 5, 16, 31, 32})
    void oneReadReturnsAllRecordsBackToBack(int records, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(records);

            assertThat(pipe.pipe().tryRead(4096)).returns((long) records * KeyedPipe.RECORD);
            assertEqual(
                    "records of one read", pipe.records(records), pipe.pipe().lastRecords(records * KeyedPipe.RECORD));
            assertThat(pipe.pipe().tryRead(4096)).failsWith(EAGAIN);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-061")
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 9, 12, 14, 15})
    void bufferSmallerThanTheFirstRecordGivesEnobufs(int length, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(1);

            assertThat(pipe.pipe().tryRead(length)).failsWith(ENOBUFS);

            assertEqual("records after ENOBUFS", pipe.records(1), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @Rule("NP-062")
    @CsvSource({
        "16, 16",
        "17, 16",
        "23, 16",
        "24, 16",
        "28, 16",
        "31, 16",
        "32, 32",
        "33, 32",
        "40, 32",
        "47, 32",
        "48, 48",
        "49, 48",
        "63, 48",
        "64, 48",
        "4096, 48"
    })
    void onlyRecordsThatFitAreReturned(int length, int returned, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(3);

            assertThat(pipe.pipe().tryRead(length)).returns(returned);

            int taken = returned / KeyedPipe.RECORD;
            assertEqual("records of the read", pipe.records(taken), pipe.pipe().lastRecords(returned));
            assertEqual("records left", pipe.records(3 - taken), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-063")
    @ValueSource(strings = {"not sized", "empty", "one record", "full", "loss pending", "no writer", "no writer, one record"})
    void lengthZeroReturnsZero(String state, Kernel kernel) {
        try (KeyedPipe pipe = state.equals("not sized") ? KeyedPipe.unsized(kernel) : KeyedPipe.sized(kernel, 32)) {
            List<Notification> queued =
                    switch (state) {
                        case "one record", "no writer, one record" -> pipe.records(1);
                        case "full" -> pipe.records(32);
                        case "loss pending" -> List.of(KeyedPipe.LOSS);
                        default -> List.of();
                    };
            if (state.equals("loss pending")) {
                pipe.post(33);
                pipe.pipe().tryRead(4096).orThrow();
            } else {
                pipe.post(queued.size());
            }
            if (state.startsWith("no writer")) {
                pipe.pipe().closeWriteEnd();
            }

            assertThat(pipe.pipe().tryRead(0)).returns(0);

            assertEqual("records after a read of length 0", queued, pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @Rule("NP-064")
    @CsvSource({"not sized, 16", "sized, 1", "sized, 8", "sized, 4096", "drained, 16"})
    void emptyNonBlockingPipeGivesEagain(String state, int length, Kernel kernel) {
        try (KeyedPipe pipe = state.equals("not sized") ? KeyedPipe.unsized(kernel) : KeyedPipe.sized(kernel, 32)) {
            if (state.equals("drained")) {
                pipe.post(1);
                pipe.pipe().tryRead(16).orThrow();
            }

            assertThat(pipe.pipe().tryRead(length)).failsWith(EAGAIN);
        }
    }

    @Test
    @Rule("NP-064")
    void emptyBlockingPipeGivesEagainWithRwfNowait(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.blocking(kernel)) {
            Fd end = pipe.readEnd();

            BackgroundRead read = BackgroundRead.start(
                    kernel, 64, address -> end.tryPreadv2(address, 64, -1, Abi.RWF_NOWAIT));
            assertThat(read.outcome(KeyedPipe.DEADLINE)).failsWith(EAGAIN);

            pipe.post(1);
            BackgroundRead again = BackgroundRead.start(
                    kernel, 64, address -> end.tryPreadv2(address, 64, -1, Abi.RWF_NOWAIT));
            assertThat(again.outcome(KeyedPipe.DEADLINE)).returns(KeyedPipe.RECORD); // control
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-065")
    @ValueSource(ints = {16, 100})
    void emptyBlockingPipeSleepsUntilARecordComes(int length, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.blocking(kernel)) {
            BackgroundRead read = BackgroundRead.start(kernel, pipe.readEnd(), length);
            assertTrue("a read of the empty pipe sleeps", read.blocksFor(A_WHILE));

            pipe.post(1);

            assertThat(read.outcome(KeyedPipe.DEADLINE)).returns(KeyedPipe.RECORD);
            assertEqual(
                    "what the woken read got",
                    pipe.records(1),
                    NotificationDecoder.decode(read.take(KeyedPipe.RECORD)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-066")
    @ValueSource(strings = {"null", "unmapped", "read-only", "unreadable", "8 of 16 bytes", "15 of 16 bytes"})
    void badBufferGivesEfaultAndKeepsTheRecord(String buffer, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NativeMemory memory = NativeMemory.allocate(kernel, KeyedPipe.RECORD)) {
            pipe.post(1);
            long address =
                    switch (buffer) {
                        case "null" -> 0;
                        case "8 of 16 bytes" -> memory.address() + 8;
                        case "15 of 16 bytes" -> memory.address() + 1;
                        default -> memory.address();
                    };
            switch (buffer) {
                case "unmapped" -> memory.unmap();
                case "read-only" -> memory.makeReadOnly();
                case "unreadable" -> memory.makeUnreadable();
                default -> {}
            }

            assertThat(pipe.readEnd().tryRead(address, KeyedPipe.RECORD)).failsWith(EFAULT);

            assertEqual("records after EFAULT", pipe.records(1), pipe.pipe().drain()); // control: a good buffer
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-067")
    @CsvSource({
        "one record then bad, 16, 1",
        "two records then bad, 32, 2",
        "one and a half then bad, 24, 1",
        "one and 15 bytes then bad, 31, 1"
    })
    void recordsBeforeABadVectorAreReturned(String name, int good, int records, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NativeMemory memory = NativeMemory.allocate(kernel, good);
                NativeMemory hole = NativeMemory.allocate(kernel, 64)) {
            hole.makeUnreadable();
            pipe.post(3);

            assertThat(pipe.readEnd().tryReadv(memory.address(), good, hole.address(), 64))
                    .returns((long) records * KeyedPipe.RECORD);

            byte[] read = memory.segment()
                    .asSlice(0, (long) records * KeyedPipe.RECORD)
                    .toArray(ValueLayout.JAVA_BYTE);
            assertEqual(name + ": records read", pipe.records(records), NotificationDecoder.decode(read));
            assertEqual(name + ": records left", pipe.records(3 - records), pipe.pipe().drain());
        }
    }

    @Test
    @Rule("NP-067")
    void recordThatReachesIntoABadVectorStays(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NativeMemory memory = NativeMemory.allocate(kernel, 16);
                NativeMemory hole = NativeMemory.allocate(kernel, 64)) {
            hole.makeUnreadable();
            pipe.post(1);

            assertThat(pipe.readEnd().tryReadv(memory.address(), 8, hole.address(), 64))
                    .failsWith(EFAULT);

            assertThat(pipe.readEnd().tryReadv(memory.address(), 8, memory.address() + 8, 8))
                    .returns(KeyedPipe.RECORD); // control: a record may be spread over vectors
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-068")
    @ValueSource(ints = {0, 8, 16, 4096})
    void readOnTheWriteEndGivesEbadf(int length, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NativeMemory memory = NativeMemory.allocate(kernel, 4096)) {
            pipe.post(1);

            assertThat(pipe.writeEnd().tryRead(memory.address(), length)).failsWith(EBADF);
            assertThat(pipe.writeEnd().tryReadv(memory.address(), length)).failsWith(EBADF);

            assertEqual("records left", pipe.records(1), pipe.pipe().drain()); // control: the read end
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-073")
    @ValueSource(ints = {0, 1, 2, 5, 31, 32})
    void fionreadCountsTheBytesOfQueuedRecords(int records, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(records);

            assertEqual("FIONREAD of the read end", records * KeyedPipe.RECORD, fionread(kernel, pipe.readEnd()));
            assertEqual("FIONREAD of the write end", records * KeyedPipe.RECORD, fionread(kernel, pipe.writeEnd()));
        }
    }

    @Test
    @Rule("NP-073")
    void fionreadDoesNotCountALossRecord(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(33);
            assertEqual("FIONREAD of a full pipe", 32 * KeyedPipe.RECORD, fionread(kernel, pipe.readEnd()));
            pipe.pipe().tryRead(4096).orThrow();

            assertEqual("FIONREAD with a loss pending", 0, fionread(kernel, pipe.readEnd()));

            assertEqual("what is read then", List.of(KeyedPipe.LOSS), pipe.pipe().drain()); // control
        }
    }

    private static int fionread(Kernel kernel, Fd end) {
        try (NativeMemory count = NativeMemory.allocate(kernel, Integer.BYTES)) {
            end.tryIoctl("FIONREAD", Abi.FIONREAD, count.address()).orThrow();
            return count.segment().get(ValueLayout.JAVA_INT, 0);
        }
    }
}
