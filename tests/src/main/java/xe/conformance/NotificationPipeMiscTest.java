// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Abi.O_ASYNC;
import static xe.kernel.Abi.O_NONBLOCK;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.ENOTTY;
import static xe.kernel.Errno.EXDEV;

import java.lang.foreign.ValueLayout;
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
import xe.watch.NotificationPipe;

/** Writing, splicing and other calls on a notification pipe. */
@Requires(Feature.NOTIFICATION_PIPE)
class NotificationPipeMiscTest {

    @ParameterizedTest(name = "{0}, {1}")
    @Rule("NP-110")
    @CsvSource({
        "0, reader",
        "1, reader",
        "8, reader",
        "16, reader",
        "4096, reader",
        "0, no reader",
        "1, no reader",
        "16, no reader",
        "4096, no reader"
    })
    void writeGivesExdev(int length, String readers, Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                NativeMemory memory = NativeMemory.allocate(kernel, 4096)) {
            if (readers.equals("no reader")) {
                pipe.closeReadEnd();
            }

            assertThat(pipe.writeEnd().tryWrite(memory.address(), length)).failsWith(EXDEV);

            assertEqual("bytes queued", 0, queued(kernel, pipe.writeEnd()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-110")
    @ValueSource(strings = {"null", "unmapped", "unreadable", "8 of 16 bytes"})
    void writeOfABadBufferGivesExdev(String buffer, Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                NativeMemory memory = NativeMemory.allocate(kernel, 16)) {
            long address = switch (buffer) {
                case "null" -> 0;
                case "unmapped" -> NativeMemory.NEVER_MAPPED;
                case "8 of 16 bytes" -> memory.address() + 8;
                default -> memory.address();
            };
            switch (buffer) {
                case "unreadable" -> memory.makeUnreadable();
                default -> {}
            }

            assertThat(pipe.writeEnd().tryWrite(address, 16)).failsWith(EXDEV);
        }
    }

    @ParameterizedTest(name = "{0} + {1}")
    @Rule("NP-110")
    @CsvSource({"1, 0", "8, 8", "16, 16", "4096, 4096"})
    void writevGivesExdev(int first, int second, Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                NativeMemory memory = NativeMemory.allocate(kernel, 4096)) {
            assertThat(pipe.writeEnd().tryWritev(memory.address(), first, memory.address(), second))
                    .failsWith(EXDEV);

            assertEqual("bytes queued", 0, queued(kernel, pipe.writeEnd()));
        }
    }

    @Test
    @Rule("NP-110")
    void writeToAPipeThatIsNotSizedGivesExdev(Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
                NativeMemory memory = NativeMemory.allocate(kernel, 16)) {
            assertThat(pipe.writeEnd().tryWrite(memory.address(), 16)).failsWith(EXDEV);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-111")
    @ValueSource(ints = {0, 1, 16, 4096})
    void writeOnTheReadEndGivesEbadf(int length, Kernel kernel) {
        try (NotificationPipe pipe = sized(kernel);
                NativeMemory memory = NativeMemory.allocate(kernel, 4096)) {
            assertThat(pipe.readEnd().tryWrite(memory.address(), length)).failsWith(EBADF);
            assertThat(pipe.readEnd().tryWritev(memory.address(), length)).failsWith(EBADF);
        }
    }

    @ParameterizedTest(name = "0x{0}")
    @Rule("NP-117")
    @ValueSource(strings = {"0", "5401", "575f", "5762", "5763", "80045760", "40045761", "80045701", "c0206443"})
    void otherIoctlsGiveEnotty(String request, Kernel kernel) {
        int number = Integer.parseUnsignedInt(request, 16);
        try (NotificationPipe pipe = sized(kernel)) {
            assertThat(pipe.readEnd().tryIoctl("0x" + request, number, 0)).failsWith(ENOTTY);
            assertThat(pipe.writeEnd().tryIoctl("0x" + request, number, 0)).failsWith(ENOTTY);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-117")
    @ValueSource(strings = {"read end", "write end"})
    void fionbioWorks(String end, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE, 0);
                NativeMemory on = NativeMemory.allocate(kernel, Integer.BYTES)) {
            Fd fd = end.equals("read end") ? pipe.readEnd() : pipe.writeEnd();
            on.segment().set(ValueLayout.JAVA_INT, 0, 1);

            assertThat(fd.tryIoctl("FIONBIO(1)", Abi.FIONBIO, on.address())).succeeds();
            assertEqual("O_NONBLOCK of the " + end, O_NONBLOCK, fd.statusFlags() & O_NONBLOCK);
            on.segment().set(ValueLayout.JAVA_INT, 0, 0);
            assertThat(fd.tryIoctl("FIONBIO(0)", Abi.FIONBIO, on.address())).succeeds();
            assertEqual("O_NONBLOCK of the " + end, 0, fd.statusFlags() & O_NONBLOCK);
        }
    }

    @Test
    @Rule("NP-117")
    void fionreadOfAPipeThatIsNotSizedIsZero(Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE)) {
            assertEqual("FIONREAD of the read end", 0, queued(kernel, pipe.readEnd()));
            assertEqual("FIONREAD of the write end", 0, queued(kernel, pipe.writeEnd()));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @Rule("NP-118")
    @CsvSource({
        "read end, O_NONBLOCK, 0x800",
        "write end, O_NONBLOCK, 0x800",
        "read end, O_ASYNC, 0x2000",
        "write end, O_ASYNC, 0x2000",
        "read end, O_NONBLOCK O_ASYNC, 0x2800",
        "write end, O_NONBLOCK O_ASYNC, 0x2800"
    })
    void setflChangesStatusFlags(String end, String name, int flags, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE, 0)) {
            Fd fd = end.equals("read end") ? pipe.readEnd() : pipe.writeEnd();
            Fd other = end.equals("read end") ? pipe.writeEnd() : pipe.readEnd();

            assertThat(fd.tryFcntl("F_SETFL " + name, Abi.F_SETFL, flags)).succeeds();
            assertEqual("flags of the " + end, flags, fd.statusFlags() & (O_NONBLOCK | O_ASYNC));
            assertEqual("flags of the other end", 0, other.statusFlags() & (O_NONBLOCK | O_ASYNC));
            assertThat(fd.tryFcntl("F_SETFL 0", Abi.F_SETFL, 0)).succeeds();
            assertEqual("flags when taken back", 0, fd.statusFlags() & (O_NONBLOCK | O_ASYNC));
        }
    }

    @Test
    @Rule("NP-118")
    void nonBlockingSetByFcntlMakesAReadReturn(Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE, 0)) {
            pipe.readEnd()
                    .tryFcntl("F_SETFL O_NONBLOCK", Abi.F_SETFL, O_NONBLOCK)
                    .orThrow();

            assertThat(BackgroundRead.start(kernel, pipe.readEnd(), 64).outcome(KeyedPipe.DEADLINE))
                    .failsWith(EAGAIN);
        }
    }

    private static NotificationPipe sized(Kernel kernel) {
        NotificationPipe pipe = NotificationPipe.open(kernel, KeyedPipe.DEADLINE);
        pipe.setSize(KeyedPipe.SMALLEST);
        return pipe;
    }

    private static int queued(Kernel kernel, Fd end) {
        try (NativeMemory count = NativeMemory.allocate(kernel, Integer.BYTES)) {
            end.tryIoctl("FIONREAD", Abi.FIONREAD, count.address()).orThrow();
            return count.segment().get(ValueLayout.JAVA_INT, 0);
        }
    }
}
