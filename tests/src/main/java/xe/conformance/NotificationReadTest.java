// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.ENOBUFS;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
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

    @Test
    @Rule("NP-060")
    @Requires(Feature.WATCH_QUEUE)
    void oneReadReturnsRecordsOfDifferentLengths(Kernel kernel, RenderNode node) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(1);
            try (DrmFile file = node.open()) {
                file.watch(pipe.pipe(), 1);
            }
            pipe.post(1);

            assertThat(pipe.pipe().tryRead(4096)).returns(KeyedPipe.RECORD + 8 + KeyedPipe.RECORD);
            List<Notification> records = pipe.pipe().lastRecords(KeyedPipe.RECORD + 8 + KeyedPipe.RECORD);
            assertEqual("the first record", pipe.record(), records.getFirst());
            assertThat(records.get(1)).isRemoval(1);
            assertEqual("the last record", pipe.record(), records.getLast());
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
    @ValueSource(
            strings = {"not sized", "empty", "one record", "full", "loss pending", "no writer", "no writer, one record"
            })
    void lengthZeroReturnsZero(String state, Kernel kernel) {
        try (KeyedPipe pipe = state.equals("not sized") ? KeyedPipe.unsized(kernel) : KeyedPipe.sized(kernel, 32)) {
            List<Notification> queued = switch (state) {
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

            BackgroundRead read =
                    BackgroundRead.start(kernel, 64, address -> end.tryPreadv2(address, 64, -1, Abi.RWF_NOWAIT));
            assertThat(read.outcome(KeyedPipe.DEADLINE)).failsWith(EAGAIN);

            pipe.post(1);
            BackgroundRead again =
                    BackgroundRead.start(kernel, 64, address -> end.tryPreadv2(address, 64, -1, Abi.RWF_NOWAIT));
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
}
