// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;

import java.lang.foreign.ValueLayout;
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
import xe.watch.Fd;
import xe.watch.NotificationDecoder;

/** read(2) of a notification pipe into bad buffers, and FIONREAD. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class NotificationReadBufferTest {

    @ParameterizedTest(name = "{0}")
    @Rule("NP-066")
    @ValueSource(strings = {"null", "unmapped", "read-only", "unreadable", "8 of 16 bytes", "15 of 16 bytes"})
    void badBufferGivesEfaultAndKeepsTheRecord(String buffer, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NativeMemory memory = NativeMemory.allocate(kernel, KeyedPipe.RECORD)) {
            pipe.post(1);
            long address = switch (buffer) {
                case "null" -> 0;
                case "unmapped" -> NativeMemory.NEVER_MAPPED;
                case "8 of 16 bytes" -> memory.address() + 8;
                case "15 of 16 bytes" -> memory.address() + 1;
                default -> memory.address();
            };
            switch (buffer) {
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
            assertEqual(
                    name + ": records left",
                    pipe.records(3 - records),
                    pipe.pipe().drain());
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

            assertEqual(
                    "FIONREAD of the read end", (long) records * KeyedPipe.RECORD, fionread(kernel, pipe.readEnd()));
            assertEqual(
                    "FIONREAD of the write end", (long) records * KeyedPipe.RECORD, fionread(kernel, pipe.writeEnd()));
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

            assertEqual(
                    "what is read then", List.of(KeyedPipe.LOSS), pipe.pipe().drain()); // control
        }
    }

    private static int fionread(Kernel kernel, Fd end) {
        try (NativeMemory count = NativeMemory.allocate(kernel, Integer.BYTES)) {
            end.tryIoctl("FIONREAD", Abi.FIONREAD, count.address()).orThrow();
            return count.segment().get(ValueLayout.JAVA_INT, 0);
        }
    }
}
