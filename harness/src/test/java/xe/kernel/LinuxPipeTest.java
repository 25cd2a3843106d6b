// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipes of the host's kernel, through the same calls that the checks make on a notification pipe. */
class LinuxPipeTest {
    private final Kernel kernel = new LinuxKernel();
    private final NativeMemory memory = NativeMemory.allocate(kernel, 64);
    private int in;
    private int out;

    @BeforeEach
    void createPipe() {
        kernel.pipe2(memory.address(), Abi.O_NONBLOCK | Abi.O_CLOEXEC).orThrow("pipe2");
        in = memory.segment().get(ValueLayout.JAVA_INT, 0);
        out = memory.segment().get(ValueLayout.JAVA_INT, 4);
    }

    @AfterEach
    void close() {
        kernel.close(in).ignore();
        kernel.close(out).ignore();
        memory.close();
    }

    @Test
    void fionreadCountsTheBytes() {
        assertThat(kernel.write(out, memory.address(), 5)).isEqualTo(new SyscallResult(5));

        assertThat(kernel.ioctl(in, Abi.FIONREAD, memory.address())).isEqualTo(SyscallResult.OK);
        assertThat(memory.segment().get(ValueLayout.JAVA_INT, 0)).isEqualTo(5);
    }

    @Test
    void badDescriptorGivesEbadf() {
        assertThat(kernel.ioctl(-1, Abi.FIONREAD, memory.address()).errno()).isEqualTo(Errno.EBADF);
        assertThat(kernel.close(-1).errno()).isEqualTo(Errno.EBADF);
        assertThat(kernel.fcntl(-1, Abi.F_GETFD, 0).errno()).isEqualTo(Errno.EBADF);
    }

    @Test
    void unknownRequestGivesEnotty() {
        assertThat(kernel.ioctl(in, 0xc0106400, memory.address()).errno()).isEqualTo(Errno.ENOTTY);
    }

    @Test
    void badAddressGivesEfault() {
        assertThat(kernel.ioctl(in, Abi.FIONREAD, 0).errno()).isEqualTo(Errno.EFAULT);
        assertThat(kernel.pipe2(1, 0).errno()).isEqualTo(Errno.EFAULT);

        memory.makeReadOnly();
        assertThat(kernel.ioctl(in, Abi.FIONREAD, memory.address()).errno()).isEqualTo(Errno.EFAULT);
        assertThat(kernel.write(out, memory.address(), 4)).isEqualTo(new SyscallResult(4));

        memory.makeUnreadable();
        assertThat(kernel.write(out, memory.address(), 4).errno()).isEqualTo(Errno.EFAULT);
    }

    @Test
    void emptyPipeGivesEagain() {
        assertThat(kernel.read(in, memory.address(), 8).errno()).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void duplicatesShareTheOpenFile() {
        int copy = kernel.dup(in).intOrThrow("dup");
        int third = kernel.dup3(in, copy + 1, Abi.O_CLOEXEC).intOrThrow("dup3");
        kernel.write(out, memory.address(), 3).orThrow("write");

        assertThat(third).isEqualTo(copy + 1);
        assertThat(kernel.fcntl(third, Abi.F_GETFD, 0).raw()).isEqualTo(Abi.FD_CLOEXEC);
        assertThat(kernel.fcntl(copy, Abi.F_GETFL, 0).raw() & Abi.O_NONBLOCK).isNotZero();
        assertThat(kernel.dup3(in, in, 0).errno()).isEqualTo(Errno.EINVAL);
        assertThat(kernel.read(copy, memory.address(), 8)).isEqualTo(new SyscallResult(3));

        kernel.close(copy).orThrow("close");
        kernel.close(third).orThrow("close");
    }

    @Test
    void vectorsAreReadAndWritten() {
        memory.segment().set(ValueLayout.JAVA_LONG, 0, memory.address() + 32);
        memory.segment().set(ValueLayout.JAVA_LONG, 8, 4);
        memory.segment().set(ValueLayout.JAVA_INT, 32, 0x1234);

        assertThat(kernel.writev(out, memory.address(), 1)).isEqualTo(new SyscallResult(4));
        memory.segment().set(ValueLayout.JAVA_INT, 32, 0);
        assertThat(kernel.readv(in, memory.address(), 1)).isEqualTo(new SyscallResult(4));
        assertThat(memory.segment().get(ValueLayout.JAVA_INT, 32)).isEqualTo(0x1234);
        assertThat(kernel.preadv2(in, memory.address(), 1, -1, 0).errno()).isEqualTo(Errno.EAGAIN);
        assertThat(kernel.preadv2(in, memory.address(), 1, 0, 0).errno()).isEqualTo(Errno.ESPIPE);
        assertThat(kernel.pread64(in, memory.address(), 8, 0).errno()).isEqualTo(Errno.ESPIPE);
        assertThat(kernel.lseek(in, 0, 0).errno()).isEqualTo(Errno.ESPIPE);
    }

    @Test
    void splicesAndTees() {
        NativeMemory other = NativeMemory.allocate(kernel, 8);
        kernel.pipe2(other.address(), Abi.O_NONBLOCK).orThrow("pipe2");
        int in2 = other.segment().get(ValueLayout.JAVA_INT, 0);
        int out2 = other.segment().get(ValueLayout.JAVA_INT, 4);
        kernel.write(out, memory.address(), 6).orThrow("write");

        assertThat(kernel.tee(in, out2, 4, 0)).isEqualTo(new SyscallResult(4));
        assertThat(kernel.splice(in, 0, out2, 0, 100, 0)).isEqualTo(new SyscallResult(6));
        assertThat(kernel.read(in2, memory.address(), 64)).isEqualTo(new SyscallResult(10));
        assertThat(kernel.vmsplice(in2, other.address(), 0, 0)).isEqualTo(SyscallResult.OK);
        assertThat(kernel.sendfile(out2, in, 0, 4).errno()).isEqualTo(Errno.EINVAL);

        kernel.close(in2).orThrow("close");
        kernel.close(out2).orThrow("close");
        other.close();
    }

    @Test
    void notificationPipeExistsOrTheKernelHasNone() {
        SyscallResult result = kernel.pipe2(memory.address(), Abi.O_NOTIFICATION_PIPE);

        assertThat(result.errno()).isIn(Errno.OK, Errno.ENOPKG);
        if (!result.failed()) {
            kernel.close(memory.segment().get(ValueLayout.JAVA_INT, 0)).orThrow("close");
            kernel.close(memory.segment().get(ValueLayout.JAVA_INT, 4)).orThrow("close");
        }
    }
}
