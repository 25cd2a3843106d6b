// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Abi.O_NONBLOCK;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EXDEV;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.Fd;
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/** splice(2) and its relatives on a notification pipe. */
@Requires(Feature.NOTIFICATION_PIPE)
class NotificationPipeSpliceTest {

    @ParameterizedTest(name = "{0}")
    @Rule("NP-112")
    @Requires(Feature.KEY_NOTIFICATIONS)
    @ValueSource(strings = {"plain pipe", "eventfd", "another notification pipe", "itself"})
    void spliceFromItGivesEinval(String to, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NotificationPipe other = sized(kernel);
                PlainPipe plain = PlainPipe.open(kernel, O_NONBLOCK);
                Fd eventfd =
                        new Fd(kernel, "eventfd", kernel.eventfd2(0, O_NONBLOCK).intOrThrow("eventfd2"))) {
            pipe.post(1);
            Fd out = switch (to) {
                case "plain pipe" -> plain.writeEnd();
                case "eventfd" -> eventfd;
                case "itself" -> pipe.writeEnd();
                default -> other.writeEnd();
            };

            assertThat(pipe.readEnd().trySpliceTo(out, 16)).failsWith(EINVAL);

            assertEqual("records left", pipe.records(1), pipe.pipe().drain());
            assertThat(other.tryRead(64)).failsWith(EAGAIN);
        }
    }

    @Test
    @Rule("NP-113")
    void spliceFromAPlainPipeGivesExdev(Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                PlainPipe from = PlainPipe.open(kernel, O_NONBLOCK);
                PlainPipe to = PlainPipe.open(kernel, O_NONBLOCK)) {
            fill(kernel, from, 16);

            assertThat(from.readEnd().trySpliceTo(pipe.writeEnd(), 16)).failsWith(EXDEV);

            assertThat(pipe.tryRead(64)).failsWith(EAGAIN);
            assertThat(from.readEnd().trySpliceTo(to.writeEnd(), 16)).returns(16); // control, and the bytes have stayed
        }
    }

    @Test
    @Rule("NP-113")
    void sendfileToItGivesExdev(Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                Fd file = Fd.open(kernel, RegularFile.PATH, Abi.O_RDONLY)) {
            assertThat(file.trySendfileTo(pipe.writeEnd(), 1)).failsWith(EXDEV);

            assertThat(pipe.tryRead(64)).failsWith(EAGAIN);
        }
    }

    @Test
    @Rule("NP-114")
    void spliceFromAFileGivesEinval(Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                Fd file = Fd.open(kernel, RegularFile.PATH, Abi.O_RDONLY)) {
            assertThat(file.trySpliceTo(pipe.writeEnd(), 1)).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("NP-114")
    @Requires(Feature.KEY_NOTIFICATIONS)
    void sendfileFromItGivesEinval(Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                PlainPipe plain = PlainPipe.open(kernel, O_NONBLOCK)) {
            pipe.post(1);

            assertThat(pipe.readEnd().trySendfileTo(plain.writeEnd(), 16)).failsWith(EINVAL);

            assertEqual("records left", pipe.records(1), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-115")
    @Requires(Feature.KEY_NOTIFICATIONS)
    @ValueSource(strings = {"to a plain pipe", "from a plain pipe", "to another notification pipe", "to itself"})
    void teeGivesEinval(String direction, Kernel kernel) {
        try (KeyedPipe pipe = KeyedPipe.sized(kernel, 32);
                NotificationPipe other = sized(kernel);
                PlainPipe plain = PlainPipe.open(kernel, O_NONBLOCK);
                PlainPipe target = PlainPipe.open(kernel, O_NONBLOCK)) {
            fill(kernel, plain, 16);
            pipe.post(1);
            Fd in = direction.startsWith("from") ? plain.readEnd() : pipe.readEnd();
            Fd out = switch (direction) {
                case "to a plain pipe" -> target.writeEnd();
                case "to another notification pipe" -> other.writeEnd();
                default -> pipe.writeEnd();
            };
            assertThat(plain.readEnd().tryTeeTo(target.writeEnd(), 16)).returns(16); // control

            assertThat(in.tryTeeTo(out, 16)).failsWith(EINVAL);

            assertEqual("records left", pipe.records(1), pipe.pipe().drain());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-116")
    @ValueSource(strings = {"read end", "write end"})
    void vmspliceGivesEbadf(String end, Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                PlainPipe plain = PlainPipe.open(kernel, O_NONBLOCK);
                NativeMemory memory = NativeMemory.allocate(kernel, 16)) {
            Fd fd = end.equals("read end") ? pipe.readEnd() : pipe.writeEnd();

            assertThat(plain.writeEnd().tryVmsplice(memory.address(), 16)).returns(16); // control
            assertThat(fd.tryVmsplice(memory.address(), 16)).failsWith(EBADF);

            assertEqual("bytes queued", 0, queued(kernel, pipe.readEnd()));
        }
    }

    private static NotificationPipe sized(Kernel kernel) {
        NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
        pipe.setSize(KeyedPipe.SMALLEST);
        return pipe;
    }

    private static void fill(Kernel kernel, PlainPipe plain, int bytes) {
        try (NativeMemory memory = NativeMemory.allocate(kernel, bytes)) {
            plain.writeEnd().tryWrite(memory.address(), bytes).orThrow();
        }
    }

    private static int queued(Kernel kernel, Fd end) {
        try (NativeMemory count = NativeMemory.allocate(kernel, Integer.BYTES)) {
            end.tryIoctl("FIONREAD", Abi.FIONREAD, count.address()).orThrow();
            return count.segment().get(ValueLayout.JAVA_INT, 0);
        }
    }
}
