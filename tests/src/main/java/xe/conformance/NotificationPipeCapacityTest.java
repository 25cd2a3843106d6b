// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.Fd;
import xe.watch.Notification;
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/** How many records a notification pipe of some size holds, and which size in bytes it shows. */
@Requires(Feature.NOTIFICATION_PIPE)
class NotificationPipeCapacityTest {
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

    @Test
    @Rule("NP-014")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void bitsAbove31DoNotAddCapacity(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.unsized(kernel)) {
            assertThat(pipe.pipe().trySetSize(0x1_0000_0001L)).succeeds();

            assertHolds(32, pipe);
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

    private static Outcome setPipeSize(Fd fd, long bytes) {
        return fd.tryFcntl("F_SETPIPE_SZ, " + bytes, Abi.F_SETPIPE_SZ, bytes);
    }

    private static long pipeSize(Fd fd) {
        return fd.tryFcntl("F_GETPIPE_SZ", Abi.F_GETPIPE_SZ, 0).orThrow();
    }
}
