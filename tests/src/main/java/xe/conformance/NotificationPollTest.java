// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Abi.EPOLLET;
import static xe.kernel.Abi.POLLERR;
import static xe.kernel.Abi.POLLHUP;
import static xe.kernel.Abi.POLLIN;
import static xe.kernel.Abi.POLLOUT;
import static xe.kernel.Abi.POLLRDNORM;
import static xe.kernel.Abi.POLLWRNORM;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.watch.Epoll;

/** poll(2) and epoll of a notification pipe. */
@Requires({Feature.NOTIFICATION_PIPE, Feature.KEY_NOTIFICATIONS})
class NotificationPollTest {
    private static final int READABLE = POLLIN | POLLRDNORM;
    private static final int WRITABLE = POLLOUT | POLLWRNORM;

    @ParameterizedTest(name = "{0}, {2} queued")
    @Rule("NP-080")
    @CsvSource({
        "POLLIN, 0x1, 1",
        "POLLRDNORM, 0x40, 1",
        "POLLIN POLLRDNORM, 0x41, 1",
        "POLLIN, 0x1, 32",
        "POLLRDNORM, 0x40, 32",
        "POLLIN POLLRDNORM, 0x41, 32"
    })
    void queuedRecordMakesTheReadEndReadable(String name, int events, int records, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            assertEqual(name + " of the empty pipe", 0, pipe.readEnd().poll(events, 0)); // control

            pipe.post(records);

            assertEqual(
                    name + " with " + records + " queued",
                    events,
                    pipe.readEnd().poll(events, 0));
            pipe.pipe().tryRead(4096).orThrow();
            assertEqual(name + " when all is read", 0, pipe.readEnd().poll(events, 0));
        }
    }

    @Test
    @Rule("NP-080")
    void readEndStaysReadableUntilTheLastRecordIsRead(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(2);
            pipe.pipe().tryRead(16).orThrow();
            assertEqual("poll with one left", READABLE, pipe.readEnd().poll(READABLE, 0));

            pipe.pipe().tryRead(16).orThrow();

            assertEqual("poll with none left", 0, pipe.readEnd().poll(READABLE, 0));
        }
    }

    @Test
    @Rule("NP-080")
    void epollReportsAQueuedRecordUntilItIsRead(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                Epoll epoll = Epoll.on(kernel, pipe.readEnd(), READABLE)) {
            assertEqual("epoll of the empty pipe", 0, epoll.pollNow());

            pipe.post(1);

            assertEqual("epoll with a record", READABLE, epoll.pollNow());
            assertEqual("epoll again", READABLE, epoll.pollNow());
            pipe.pipe().tryRead(16).orThrow();
            assertEqual("epoll when all is read", 0, epoll.pollNow());
        }
    }

    @Test
    @Rule("NP-080")
    void pipeThatIsNotSizedIsNeverReadable(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.unsized(kernel)) {
            pipe.post(1);

            assertEqual("poll", 0, pipe.readEnd().poll(READABLE, 0));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-081")
    @ValueSource(strings = {"poll", "epoll", "epoll added later"})
    void lossRecordAloneIsNotReadable(String call, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                Epoll early = Epoll.on(kernel, pipe.readEnd(), READABLE)) {
            pipe.post(33);
            assertEqual("poll of the full pipe", READABLE, pipe.readEnd().poll(READABLE, 0)); // control
            pipe.pipe().tryRead(4096).orThrow();

            try (Epoll late = Epoll.on(kernel, pipe.readEnd(), READABLE)) {
                int reported = switch (call) {
                    case "poll" -> pipe.readEnd().poll(READABLE, 0);
                    case "epoll" -> early.pollNow();
                    default -> late.pollNow();
                };
                assertEqual(call + " with a loss pending", 0, reported);
            }
            assertEqual("what is read", List.of(KeyedPipe.LOSS), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0} queued")
    @Rule("NP-082")
    @ValueSource(ints = {0, 1, 32})
    void closedWriteEndHangsUp(int records, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            pipe.post(records);
            int data = records == 0 ? 0 : READABLE;
            assertEqual("poll with a writer", data, pipe.readEnd().poll(READABLE, 0)); // control

            pipe.pipe().closeWriteEnd();

            assertEqual("poll without a writer", POLLHUP | data, pipe.readEnd().poll(READABLE, 0));
            assertEqual("poll for nothing", POLLHUP, pipe.readEnd().poll(0, 0));
        }
    }

    @Test
    @Rule("NP-082")
    void epollReportsTheClosedWriteEnd(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                Epoll epoll = Epoll.on(kernel, pipe.readEnd(), READABLE)) {
            pipe.pipe().closeWriteEnd();

            assertEqual("epoll without a writer", POLLHUP, epoll.pollNow());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-083")
    @CsvSource({"nothing, 0x0", "POLLIN, 0x1"})
    void closedReadEndIsAnErrorOfTheWriteEnd(String name, int events, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32)) {
            assertEqual(
                    "poll for " + name + " with a reader", 0, pipe.writeEnd().poll(events, 0)); // control

            pipe.pipe().closeReadEnd();

            assertEqual(
                    "poll for " + name + " without a reader",
                    POLLERR,
                    pipe.writeEnd().poll(events, 0));
        }
    }

    @ParameterizedTest(name = "size {0}, {1} queued: {2}")
    @Rule("NP-084")
    @CsvSource({
        "1, 0, writable",
        "1, 1, not writable",
        "32, 0, writable",
        "32, 1, not writable",
        "32, 32, not writable",
        "33, 1, writable",
        "64, 1, writable",
        "64, 2, not writable",
        "96, 2, writable",
        "96, 3, not writable",
        "512, 0, writable",
        "512, 15, writable",
        "512, 16, not writable",
        "512, 17, not writable"
    })
    void writeEndIsWritableWithFewerRecordsThanPages(int size, int queued, String result, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, size)) {
            pipe.post(queued);

            assertEqual(
                    "poll of the write end",
                    result.equals("writable") ? WRITABLE : 0,
                    pipe.writeEnd().poll(WRITABLE, 0));
        }
    }

    @Test
    @Rule("NP-084")
    void writeEndIsWritableAgainWhenRecordsAreRead(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 64)) {
            pipe.post(2);
            assertEqual("poll with two queued", 0, pipe.writeEnd().poll(WRITABLE, 0));

            pipe.pipe().tryRead(16).orThrow();

            assertEqual("poll with one queued", WRITABLE, pipe.writeEnd().poll(WRITABLE, 0));
        }
    }

    @Test
    @Rule("NP-085")
    void everyPostIsAnEdge(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                Epoll epoll = Epoll.on(kernel, pipe.readEnd(), POLLIN | EPOLLET)) {
            assertEqual("epoll of the empty pipe", 0, epoll.pollNow());
            for (int queued = 1; queued <= 5; queued++) {
                pipe.post(1);

                assertEqual("epoll after post " + queued, POLLIN, epoll.pollNow());
                assertEqual("epoll again after post " + queued, 0, epoll.pollNow()); // control: no post, no edge
            }
            assertThat(pipe.pipe().drain()).hasSize(5);
        }
    }

    @Test
    @Rule("NP-085")
    void readingPartOfTheRecordsIsNoEdge(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                Epoll epoll = Epoll.on(kernel, pipe.readEnd(), POLLIN | EPOLLET)) {
            pipe.post(3);
            assertEqual("epoll after the posts", POLLIN, epoll.pollNow());

            pipe.pipe().tryRead(16).orThrow();
            assertEqual("epoll after a read", 0, epoll.pollNow());
            pipe.post(1);

            assertEqual("epoll after another post", POLLIN, epoll.pollNow());
        }
    }
}
