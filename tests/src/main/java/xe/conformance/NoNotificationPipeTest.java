// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Abi.O_NOTIFICATION_PIPE;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EMFILE;
import static xe.kernel.Errno.ENOPKG;
import static xe.kernel.Errno.ENOTTY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.drm.Feature;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.Fd;
import xe.watch.NotificationPipe;
import xe.watch.OpenFileLimit;
import xe.watch.PlainPipe;

/** A kernel without CONFIG_WATCH_QUEUE. */
@Requires(Feature.NO_NOTIFICATION_PIPE)
class NoNotificationPipeTest {

    @ParameterizedTest(name = "{0}")
    @Rule("NP-004")
    @CsvSource({
        "no flag, 0x0",
        "O_CLOEXEC, 0x80000",
        "O_NONBLOCK, 0x800",
        "O_DIRECT, 0x4000",
        "O_CLOEXEC O_NONBLOCK, 0x80800",
        "O_CLOEXEC O_DIRECT, 0x84000",
        "O_NONBLOCK O_DIRECT, 0x4800",
        "O_CLOEXEC O_NONBLOCK O_DIRECT, 0x84800"
    })
    void pipe2GivesEnopkg(String name, int flags, Kernel kernel) {
        try (PlainPipe _ = PlainPipe.open(kernel, flags); // control: the same flags alone
                NativeMemory fds = NativeMemory.allocate(kernel, 8)) {
            int free = OpenFileLimit.lowestFree(kernel);

            assertThat(PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE | flags))
                    .failsWith(ENOPKG);

            assertEqual("lowest free descriptor after " + name, free, OpenFileLimit.lowestFree(kernel));
        }
    }

    @Test
    @Rule("NP-004")
    void enopkgComesBeforeABadResultPointer(Kernel kernel) {
        assertThat(PlainPipe.tryPipe2(kernel, 0, 0)).failsWith(EFAULT); // control

        assertThat(PlainPipe.tryPipe2(kernel, 0, O_NOTIFICATION_PIPE)).failsWith(ENOPKG);
    }

    @Test
    @Rule("NP-004")
    void enopkgComesBeforeAFullDescriptorTable(Kernel kernel) {
        try (NativeMemory fds = NativeMemory.allocate(kernel, 8)) {
            Outcome plain;
            Outcome notification;
            try (OpenFileLimit _ = OpenFileLimit.lower(kernel, OpenFileLimit.lowestFree(kernel))) {
                plain = PlainPipe.tryPipe2(kernel, fds.address(), 0);
                notification = PlainPipe.tryPipe2(kernel, fds.address(), O_NOTIFICATION_PIPE);
            }

            assertThat(plain).failsWith(EMFILE); // control
            assertThat(notification).failsWith(ENOPKG);
        }
    }

    @Test
    @Rule({"NP-003", "NP-004"})
    void wrongFlagIsFoundFirst(Kernel kernel) {
        assertThat(PlainPipe.tryPipe2(kernel, 0, O_NOTIFICATION_PIPE | Abi.O_APPEND))
                .failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0} {1}")
    @Rule("NP-020")
    @CsvSource({"read end, 0", "read end, 1", "read end, 513", "write end, 0", "write end, 1", "write end, 513"})
    void setSizeGivesEnotty(String end, long size, Kernel kernel) {
        try (PlainPipe pipe = PlainPipe.open(kernel, 0)) {
            Fd fd = end.equals("read end") ? pipe.readEnd() : pipe.writeEnd();

            assertThat(fd.tryIoctl("SET_SIZE(" + size + ")", NotificationPipe.IOC_WATCH_QUEUE_SET_SIZE, size))
                    .failsWith(ENOTTY);
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("NP-020")
    @CsvSource({"read end", "write end"})
    void setFilterGivesEnotty(String end, Kernel kernel) {
        try (PlainPipe pipe = PlainPipe.open(kernel, 0)) {
            Fd fd = end.equals("read end") ? pipe.readEnd() : pipe.writeEnd();

            assertThat(fd.tryIoctl("SET_FILTER(NULL)", NotificationPipe.IOC_WATCH_QUEUE_SET_FILTER, 0))
                    .failsWith(ENOTTY);
        }
    }
}
