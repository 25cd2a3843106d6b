// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.Epoll;
import xe.watch.Fd;
import xe.watch.NotificationPipe;
import xe.watch.PlainPipe;

/** What {@code fd} of WATCH_QUEUE may be. */
@Requires(Feature.WATCH_QUEUE)
class WatchQueueDescriptorTest {
    /** Above what the process has open, below every limit. */
    private static final int HIGH_NUMBER = 700;

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-005")
    @ValueSource(strings = {"0x7fffffff", "0x80000000", "0xffffffff"})
    void numberThatNoDescriptorHasGivesEinval(String number, DrmFile file, NotificationPipe pipe) {
        int fd = Integer.parseUnsignedInt(number.substring(2), 16);

        assertThat(file.tryWatchFd(fd, 5)).failsWith(EINVAL);
        assertThat(file.tryWatch(pipe, 5)).succeeds(); // control
    }

    @Test
    @Rule("WQ-005")
    void closedDescriptorGivesEinval(DrmFile file, NotificationPipe pipe, Kernel kernel) {
        int copy = kernel.fcntl(pipe.readFd(), Abi.F_DUPFD_CLOEXEC, HIGH_NUMBER).intOrThrow("F_DUPFD_CLOEXEC");
        kernel.close(copy).orThrow("close");

        assertThat(file.tryWatchFd(copy, 5)).failsWith(EINVAL);
        assertThat(file.tryWatch(pipe, 5)).succeeds(); // control: the pipe itself is fit
    }

    private static Fd open(String kind, Kernel kernel) {
        return switch (kind) {
            case "regular file" -> Fd.open(kernel, RegularFile.PATH, Abi.O_RDONLY);
            case "directory" -> Fd.open(kernel, "/", Abi.O_RDONLY | Abi.O_DIRECTORY);
            case "null device" -> Fd.open(kernel, "/dev/null", Abi.O_RDWR);
            case "terminal" -> Fd.open(kernel, "/dev/ptmx", Abi.O_RDWR);
            case "eventfd" -> new Fd(kernel, kind, kernel.eventfd2(0, 0).intOrThrow(kind));
            case "epoll" -> Epoll.instance(kernel);
            default -> socket(kernel);
        };
    }

    private static Fd socket(Kernel kernel) {
        try (NativeMemory pair = NativeMemory.allocate(kernel, 2 * Integer.BYTES)) {
            kernel.socketpair(Abi.AF_UNIX, Abi.SOCK_STREAM, 0, pair.address()).orThrow("socketpair");
            int[] ends = pair.segment().toArray(ValueLayout.JAVA_INT);
            kernel.close(ends[1]).orThrow("close");
            return new Fd(kernel, "socket", ends[0]);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-006")
    @ValueSource(strings = {"regular file", "directory", "null device", "terminal", "eventfd", "epoll", "socket"})
    void whatIsNoPipeGivesEinval(String kind, DrmFile file, NotificationPipe pipe, Kernel kernel) {
        try (Fd fd = open(kind, kernel)) {
            assertThat(file.tryWatchFd(fd.number(), 5)).failsWith(EINVAL);
        }

        assertThat(file.tryWatch(pipe, 5)).succeeds(); // control
    }

    @Test
    @Rule("WQ-006")
    void drmFileGivesEinval(DrmFile file, DrmFile other) {
        assertThat(file.tryWatchFd(file.fd(), 5)).failsWith(EINVAL);
        assertThat(file.tryWatchFd(other.fd(), 5)).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-007")
    @ValueSource(strings = {"read end", "write end"})
    void plainPipeGivesEinval(String end, DrmFile file, NotificationPipe pipe, Kernel kernel) {
        try (PlainPipe plain = PlainPipe.open(kernel, Abi.O_NONBLOCK)) {
            Fd fd = end.equals("read end") ? plain.readEnd() : plain.writeEnd();

            assertThat(file.tryWatchFd(fd.number(), 5)).failsWith(EINVAL);
        }

        assertThat(file.tryWatch(pipe, 5)).succeeds(); // control
    }

    @Test
    @Rule("WQ-008")
    void descriptorThatOnlyNamesThePipeGivesEinval(DrmFile file, NotificationPipe pipe, Kernel kernel) {
        try (Fd named = Fd.open(kernel, "/proc/self/fd/" + pipe.readFd(), Abi.O_PATH)) {
            assertThat(file.tryWatchFd(named.number(), 5)).failsWith(EINVAL);
        }

        assertThat(file.tryWatch(pipe, 5)).succeeds(); // control
    }

    @ParameterizedTest(name = "{0}")
    @Rule("WQ-009")
    @ValueSource(strings = {"read end", "write end"})
    void bothEndsOfAPipeAreTaken(String end, RenderNode node, NotificationPipe pipe) {
        try (DrmFile file = node.open()) {
            assertThat(file.tryWatchFd(end.equals("read end") ? pipe.readFd() : pipe.writeFd(), 0x66))
                    .succeeds();
        }

        assertThat(pipe.next()).isRemoval(0x66);
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    @Rule("WQ-010")
    void pipeThatIsNotSizedIsTakenAndGetsRecordsOnceItIs(RenderNode node, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, node.device().deadline())) {
            try (DrmFile file = node.open()) {
                assertThat(file.tryWatch(pipe, 0x10)).succeeds();
                pipe.setSize(1);
            }

            assertThat(pipe.next()).isRemoval(0x10);
        }
    }

    @Test
    @Rule("WQ-011")
    void pipeWithoutReaderIsTaken(DrmFile file, NotificationPipe pipe) {
        pipe.closeReadEnd();

        assertThat(file.tryWatchFd(pipe.writeFd(), 1)).succeeds();
        assertThat(file.tryWatchFd(pipe.writeFd(), 1)).failsWith(EBUSY); // it is subscribed
    }

    @Test
    @Rule("WQ-012")
    void pipeWithoutWriterIsTaken(RenderNode node, NotificationPipe pipe) {
        pipe.closeWriteEnd();
        try (DrmFile file = node.open()) {
            assertThat(file.tryWatchFd(pipe.readFd(), 0x12)).succeeds();
        }

        assertThat(pipe.tryRead(64)).returns(8);
        assertThat(pipe.lastRecords(8).getFirst()).isRemoval(0x12);
        assertThat(pipe.tryRead(64)).returns(0); // end of file (NP-070)
    }
}
