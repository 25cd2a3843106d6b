// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ESPIPE;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import xe.uapi.Outcome;
import xe.watch.BackgroundRead;
import xe.watch.Fd;
import xe.watch.Notification;
import xe.watch.NotificationDecoder;
import xe.watch.NotificationPipe;
import xe.watch.UserKey;

/** Reading without a writer, at an offset, and with two readers. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class NotificationPipeEndsTest {
    private static final int TOO_MANY = 100;

    @ParameterizedTest(name = "{0}")
    @Rule("NP-069")
    @ValueSource(longs = {0, 16, 4096})
    void preadGivesEspipe(long offset, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NativeMemory memory = NativeMemory.allocate(kernel, 64)) {
            pipe.post(1);
            Fd end = pipe.readEnd();

            assertThat(Outcome.of(
                            "pread64(read end, 64, offset " + offset + ")",
                            kernel.pread64(end.number(), memory.address(), 64, offset)))
                    .failsWith(ESPIPE);
            assertThat(end.tryPreadv2(memory.address(), 64, offset, 0)).failsWith(ESPIPE);

            assertThat(end.tryPreadv2(memory.address(), 64, -1, 0)).returns(KeyedPipe.RECORD); // control: no offset
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @Rule("NP-069")
    @CsvSource({"read end, 0", "read end, 1", "read end, 2", "write end, 0", "write end, 1", "write end, 2"})
    void lseekGivesEspipe(String end, int whence, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(1);
            Fd fd = end.equals("read end") ? pipe.readEnd() : pipe.writeEnd();

            assertThat(Outcome.of("lseek(" + fd + ", whence " + whence + ")", kernel.lseek(fd.number(), 0, whence)))
                    .failsWith(ESPIPE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-069")
    @CsvSource({"MAP_SHARED, 1", "MAP_PRIVATE, 2"})
    void mmapGivesEnodev(String name, int flags, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            assertThat(Outcome.of(
                            "mmap(read end, " + name + ")",
                            kernel.mmap(
                                    0,
                                    4096,
                                    Abi.PROT_READ,
                                    flags,
                                    pipe.readEnd().number(),
                                    0)))
                    .failsWith(ENODEV);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-070")
    @ValueSource(strings = {"non-blocking", "blocking"})
    void emptyPipeWithoutWriterReadsAsEndOfFile(String mode, Kernel kernel) {
        try (KeyedPipe pipe = mode.equals("blocking") ? KeyedPipe.blocking(kernel) : KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().closeWriteEnd();

            BackgroundRead first = BackgroundRead.start(kernel, pipe.readEnd(), 64);
            assertThat(first.outcome(KeyedPipe.DEADLINE)).returns(0);
            BackgroundRead second = BackgroundRead.start(kernel, pipe.readEnd(), 64);
            assertThat(second.outcome(KeyedPipe.DEADLINE)).returns(0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-071")
    @ValueSource(ints = {1, 2, 32})
    void eventsStillComeWithoutWriter(int records, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().closeWriteEnd();
            assertThat(pipe.pipe().tryRead(4096)).returns(0);

            pipe.post(records);

            assertThat(pipe.pipe().tryRead(4096)).returns((long) records * KeyedPipe.RECORD);
            assertEqual("records", pipe.records(records), pipe.pipe().lastRecords(records * KeyedPipe.RECORD));
            assertThat(pipe.pipe().tryRead(4096)).returns(0);
        }
    }

    @Test
    @Rule("NP-072")
    void writerReopenedThroughProcEndsTheEndOfFile(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.pipe().closeWriteEnd();
            assertThat(pipe.pipe().tryRead(64)).returns(0); // control
            assertEqual("poll without writer", Abi.POLLHUP, pipe.readEnd().poll(Abi.POLLIN, 0));

            try (Fd _ = Fd.open(kernel, "/proc/self/fd/" + pipe.readEnd().number(), Abi.O_WRONLY | Abi.O_NONBLOCK)) {
                assertThat(pipe.pipe().tryRead(64)).failsWith(EAGAIN);
                assertEqual("poll with the new writer", 0, pipe.readEnd().poll(Abi.POLLIN, 0));
                pipe.post(1);
                assertThat(pipe.pipe().tryRead(64)).returns(KeyedPipe.RECORD);
            }
        }
    }

    @Test
    @Rule("NP-074")
    void twoReadersInTurnGetAllRecordsInOrder(Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
                UserKey left = UserKey.create(kernel, "left");
                UserKey right = UserKey.create(kernel, "right")) {
            pipe.setSize(KeyedPipe.SMALLEST);
            left.watch(pipe, 1);
            right.watch(pipe, 2);
            left.touch(2);
            right.touch(2);

            List<Notification> records = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                pipe.tryRead(KeyedPipe.RECORD).orThrow();
                records.addAll(pipe.lastRecords(KeyedPipe.RECORD));
                BackgroundRead other = BackgroundRead.start(kernel, pipe.readEnd(), KeyedPipe.RECORD);
                other.outcome(KeyedPipe.DEADLINE).orThrow();
                records.addAll(NotificationDecoder.decode(other.take(KeyedPipe.RECORD)));
            }

            Notification ofLeft = KeyedPipe.record(left, 1);
            Notification ofRight = KeyedPipe.record(right, 2);
            assertEqual("records of both", List.of(ofLeft, ofLeft, ofRight, ofRight), records);
            assertThat(pipe.tryRead(KeyedPipe.RECORD)).failsWith(EAGAIN);
        }
    }

    @Test
    @Rule("NP-074")
    void eachRecordGoesToOneOfTwoReaders(Kernel kernel) {
        int touches = 4;
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
                UserKey first = UserKey.create(kernel, "first");
                UserKey second = UserKey.create(kernel, "second");
                UserKey third = UserKey.create(kernel, "third")) {
            List<UserKey> keys = List.of(first, second, third);
            pipe.setSize(keys.size() * touches);
            for (int id = 0; id < keys.size(); id++) {
                keys.get(id).watch(pipe, id);
                keys.get(id).touch(touches);
            }

            CompletableFuture<List<Integer>> one = readAll(kernel, pipe.readEnd());
            CompletableFuture<List<Integer>> other = readAll(kernel, pipe.readEnd());

            List<Integer> ids = Stream.concat(one.join().stream(), other.join().stream())
                    .sorted()
                    .toList();
            assertEqual("ids that both read", List.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2), ids);
        }
    }

    /** The ids of the records that a thread reads, one by one, until none is left, or far more than there can be. */
    private static CompletableFuture<List<Integer>> readAll(Kernel kernel, Fd end) {
        return CompletableFuture.supplyAsync(() -> {
                    List<Integer> ids = new ArrayList<>();
                    try (NativeMemory memory = NativeMemory.allocate(kernel, KeyedPipe.RECORD)) {
                        while (ids.size() < TOO_MANY
                                && !end.tryRead(memory.address(), KeyedPipe.RECORD)
                                        .failed()) {
                            ids.add(memory.segment().get(ValueLayout.JAVA_INT, 4) >>> 8);
                        }
                    }
                    return ids;
                })
                .orTimeout(KeyedPipe.DEADLINE.limit().toMillis(), TimeUnit.MILLISECONDS);
    }
}
