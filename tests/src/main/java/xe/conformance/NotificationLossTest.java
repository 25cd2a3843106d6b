// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.conformance.KeyedPipe.LOSS;
import static xe.conformance.KeyedPipe.RECORD;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ENOBUFS;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.Notification;

/** A notification pipe that gets more records than it holds. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class NotificationLossTest {
    private static final int CAPACITY = 32;
    private static final int LOSS_SIZE = 8;

    @ParameterizedTest(name = "{0} records, {1} dropped")
    @Rule("NP-090")
    @CsvSource({"32, 1", "64, 1", "96, 1", "512, 1", "32, 7", "512, 7"})
    void recordsOverTheCapacityAreDroppedAndMarked(int capacity, int dropped, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, capacity)) {
            pipe.post(capacity);
            assertEqual("bytes queued", (long) capacity * RECORD, pipe.pipe().queuedBytes()); // control: all fit

            pipe.post(dropped);

            assertEqual(
                    "bytes queued after the drop",
                    (long) capacity * RECORD,
                    pipe.pipe().queuedBytes());
            assertEqual("records", followedByLoss(pipe, capacity), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-090")
    @ValueSource(ints = {32, 64, 512})
    void fullPipeThatDroppedNothingHasNoLoss(int capacity, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, capacity)) {
            pipe.post(capacity);

            assertEqual("records", pipe.records(capacity), pipe.pipe().drain());
            assertThat(pipe.pipe().tryRead(64)).failsWith(EAGAIN);
        }
    }

    /** Of these only some fill a ring of a power of two. */
    @ParameterizedTest(name = "{0}")
    @Rule("NP-091")
    @ValueSource(ints = {32, 64, 96, 128, 160, 224, 256, 288, 352, 480, 512})
    void limitIsTheCapacityWhetherAPowerOfTwoOrNot(int capacity, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, capacity)) {
            pipe.post(capacity + 1);
            assertEqual("records", followedByLoss(pipe, capacity), pipe.pipe().drain());

            pipe.post(capacity + 1);
            assertEqual(
                    "records of the second round",
                    followedByLoss(pipe, capacity),
                    pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0} read before")
    @Rule("NP-092")
    @ValueSource(ints = {1, 2, 16, 30, 31})
    void lossFollowsTheMarkedRecord(int before, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            for (int i = 0; i < before; i++) {
                assertThat(pipe.pipe().tryRead(RECORD)).returns(RECORD);
            }

            assertEqual(
                    "what is left",
                    followedByLoss(pipe, CAPACITY - before),
                    pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "buffer of {0}")
    @Rule("NP-093")
    @ValueSource(ints = {512, 520, 528, 4096})
    void lossAfterTheLastRecordComesWithTheNextRead(int buffer, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);

            assertThat(pipe.pipe().tryRead(buffer)).returns((long) CAPACITY * RECORD);
            assertEqual("records", pipe.records(CAPACITY), pipe.pipe().lastRecords(CAPACITY * RECORD));
            assertThat(pipe.pipe().tryRead(buffer)).returns(LOSS_SIZE);
            assertEqual("the next read", List.of(LOSS), pipe.pipe().lastRecords(LOSS_SIZE));
            assertThat(pipe.pipe().tryRead(buffer)).failsWith(EAGAIN);
        }
    }

    @ParameterizedTest(name = "{0} behind")
    @Rule("NP-094")
    @ValueSource(ints = {1, 2, 16, 31})
    void lossBetweenRecordsComesInItsPlace(int behind, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            pipe.pipe().tryRead(behind * RECORD).orThrow();
            pipe.post(behind);

            int expected = CAPACITY * RECORD + LOSS_SIZE;
            assertThat(pipe.pipe().tryRead(4096)).returns(expected);

            List<Notification> records = followedByLoss(pipe, CAPACITY - behind);
            records.addAll(pipe.records(behind));
            assertEqual("records of one read", records, pipe.pipe().lastRecords(expected));
        }
    }

    @ParameterizedTest(name = "{0} new")
    @Rule("NP-095")
    @ValueSource(ints = {1, 2, 32})
    void pendingLossComesBeforeNewRecords(int events, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            pipe.pipe().tryRead(4096).orThrow();

            pipe.post(events);

            int expected = LOSS_SIZE + events * RECORD;
            assertThat(pipe.pipe().tryRead(4096)).returns(expected);
            List<Notification> records = followedByLoss(pipe, 0);
            records.addAll(pipe.records(events));
            assertEqual("records of one read", records, pipe.pipe().lastRecords(expected));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-096")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void bufferSmallerThanTheLossRecordGivesEnobufs(int length, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            pipe.pipe().tryRead(4096).orThrow();

            assertThat(pipe.pipe().tryRead(length)).failsWith(ENOBUFS);

            assertThat(pipe.pipe().tryRead(LOSS_SIZE)).returns(LOSS_SIZE); // control, and the record has stayed
            assertEqual("the record", List.of(LOSS), pipe.pipe().lastRecords(LOSS_SIZE));
        }
    }

    @ParameterizedTest(name = "{0} bytes")
    @Rule("NP-096")
    @ValueSource(ints = {8, 9, 15, 23})
    void bufferForTheLossRecordAloneReturnsIt(int length, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            pipe.pipe().tryRead(4096).orThrow();
            pipe.post(1);

            assertThat(pipe.pipe().tryRead(length)).returns(LOSS_SIZE);

            assertEqual("what is left", pipe.records(1), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "watch id {0}")
    @Rule("NP-097")
    @ValueSource(ints = {0, 7, 255})
    void lossRecordIsEightBytesWithIdZero(int watchId, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.unsized(kernel)) {
            pipe.key().unwatch(pipe.pipe());
            pipe.pipe().setSize(CAPACITY);
            pipe.key().watch(pipe.pipe(), watchId);
            pipe.post(CAPACITY + 1);
            pipe.pipe().tryRead(4096).orThrow();

            assertThat(pipe.pipe().tryRead(64)).returns(LOSS_SIZE);

            assertEqual(
                    "the record",
                    new byte[] {0, 0, 0, 1, 8, 0, 0, 0},
                    pipe.pipe().lastRead(LOSS_SIZE));
        }
    }

    @ParameterizedTest(name = "{0} dropped")
    @Rule("NP-098")
    @ValueSource(ints = {1, 2, 3, 10, 100})
    void dropsInARowAreOneLoss(int dropped, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + dropped);

            assertEqual("records", followedByLoss(pipe, CAPACITY), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0} between")
    @Rule("NP-099")
    @ValueSource(ints = {1, 2, 16, 31})
    void dropsAtTwoTimesAreTwoLosses(int between, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            pipe.pipe().tryRead(between * RECORD).orThrow();

            pipe.post(between + 1);

            List<Notification> records = followedByLoss(pipe, CAPACITY - between);
            records.addAll(followedByLoss(pipe, between));
            assertEqual("records", records, pipe.pipe().drain());
        }
    }

    @Test
    @Rule("NP-100")
    void lossComesBeforeTheEndOfFile(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            pipe.pipe().tryRead(4096).orThrow();
            pipe.pipe().closeWriteEnd();

            assertThat(pipe.pipe().tryRead(64)).returns(LOSS_SIZE);
            assertEqual("the record", List.of(LOSS), pipe.pipe().lastRecords(LOSS_SIZE));
            assertThat(pipe.pipe().tryRead(64)).returns(0);
        }
    }

    @Test
    @Rule("NP-100")
    void fullPipeWithoutWriterStillDeliversRecordsAndLoss(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY + 1);
            pipe.pipe().closeWriteEnd();

            assertEqual("records", followedByLoss(pipe, CAPACITY), pipe.pipe().drain());
            assertThat(pipe.pipe().tryRead(64)).returns(0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-101")
    @ValueSource(ints = {1, 15, 16, 17, 33, 100})
    void eventsOfAPipeThatIsNotSizedVanishWithoutLoss(int events, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.unsized(kernel)) {
            pipe.post(events);
            assertEqual("bytes queued", 0, pipe.pipe().queuedBytes());
            assertThat(pipe.pipe().tryRead(64)).failsWith(EAGAIN);

            pipe.pipe().setSize(CAPACITY);
            assertThat(pipe.pipe().tryRead(64)).failsWith(EAGAIN);
            pipe.post(2);

            assertEqual(
                    "records of the sized pipe", pipe.records(2), pipe.pipe().drain()); // control
        }
    }

    @ParameterizedTest(name = "{0} read")
    @Rule("NP-102")
    @ValueSource(ints = {1, 2, 16, 31, 32})
    void everyRecordThatIsReadMakesRoomForOne(int read, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, CAPACITY)) {
            pipe.post(CAPACITY);
            pipe.pipe().tryRead(read * RECORD).orThrow();

            pipe.post(read);
            assertEqual("bytes queued", CAPACITY * RECORD, pipe.pipe().queuedBytes());
            assertEqual("records", pipe.records(CAPACITY), pipe.pipe().drain());
        }
    }

    @Test
    @Rule("NP-102")
    void slotsAreUsedOverAndOver(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 96)) {
            pipe.post(96);
            for (int round = 0; round < 200; round++) {
                assertThat(pipe.pipe().tryRead(RECORD)).returns(RECORD);
                pipe.post(1);
            }

            assertEqual("records", pipe.records(96), pipe.pipe().drain());
        }
    }

    private static List<Notification> followedByLoss(KeyedPipe pipe, int records) {
        List<Notification> all = new ArrayList<>(pipe.records(records));
        all.add(LOSS);
        return all;
    }
}
