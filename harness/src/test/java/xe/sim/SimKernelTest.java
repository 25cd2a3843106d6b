// SPDX-License-Identifier: MIT
package xe.sim;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOPKG;
import static xe.kernel.Errno.ENOTTY;
import static xe.kernel.Errno.EXDEV;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import xe.kernel.Abi;
import xe.kernel.SyscallResult;

class SimKernelTest {
    private static final int SET_SIZE = 0x5760;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(4096, 8);
    private final SimKernel kernel = SimKernel.boot(SimConfig.DEFAULT);

    @AfterEach
    void close() {
        kernel.close();
        arena.close();
    }

    @Test
    void keyEventsReachASizedPipe() {
        int[] pipe = pipe(Abi.O_NOTIFICATION_PIPE | Abi.O_NONBLOCK);
        kernel.ioctl(pipe[0], SET_SIZE, 1).orThrow("SET_SIZE");
        long key = addKey();
        kernel.keyctl(Abi.KEYCTL_WATCH_KEY, key, pipe[1], 5, 0).orThrow("WATCH_KEY");
        kernel.keyctl(Abi.KEYCTL_REVOKE, key, 0, 0, 0).orThrow("REVOKE");

        assertThat(read(pipe[0])).isEqualTo(16);
        assertThat(memory.get(JAVA_INT, 0)).isEqualTo(0x05000001);
        assertThat(memory.get(JAVA_INT, 4)).isEqualTo(0x510);
        assertThat(memory.get(JAVA_INT, 8)).isEqualTo((int) key);
        assertThat(read(pipe[0])).isEqualTo(EAGAIN.negated());
    }

    @Test
    void everyPostIsAnEdge() {
        int[] pipe = pipe(Abi.O_NOTIFICATION_PIPE);
        kernel.ioctl(pipe[0], SET_SIZE, 1).orThrow("SET_SIZE");
        long key = addKey();
        kernel.keyctl(Abi.KEYCTL_WATCH_KEY, key, pipe[0], 5, 0).orThrow("WATCH_KEY");
        int epoll = kernel.epollCreate1(0).intOrThrow("epoll_create1");
        memory.set(JAVA_INT, 0, Abi.POLLIN | Abi.EPOLLET);
        kernel.epollCtl(epoll, Abi.EPOLL_CTL_ADD, pipe[0], memory.address()).orThrow("epoll_ctl");

        assertThat(kernel.epollWait(epoll, memory.address(), 4, 0).raw()).isZero();
        for (int i = 0; i < 2; i++) {
            update(key);
            assertThat(kernel.epollWait(epoll, memory.address(), 4, 0).raw()).isEqualTo(1);
            assertThat(kernel.epollWait(epoll, memory.address(), 4, 0).raw()).isZero();
        }
    }

    @Test
    void aBlockedReadIsWokenByAnEvent() throws Exception {
        int[] pipe = pipe(Abi.O_NOTIFICATION_PIPE);
        kernel.ioctl(pipe[0], SET_SIZE, 1).orThrow("SET_SIZE");
        long key = addKey();
        kernel.keyctl(Abi.KEYCTL_WATCH_KEY, key, pipe[0], 5, 0).orThrow("WATCH_KEY");
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> read = readers.submit(() -> read(pipe[0]));
            update(key);

            assertThat(read.get()).isEqualTo(16);
        }
    }

    @Test
    void hangUpEndsWhenTheWriterIsReopened() {
        int[] pipe = pipe(Abi.O_NOTIFICATION_PIPE | Abi.O_NONBLOCK);
        kernel.close(pipe[1]).orThrow("close");
        assertThat(read(pipe[0])).isZero();
        assertThat(poll(pipe[0])).isEqualTo(Abi.POLLHUP);

        kernel.open("/proc/self/fd/" + pipe[0], Abi.O_WRONLY | Abi.O_NONBLOCK, 0)
                .orThrow("open");
        assertThat(poll(pipe[0])).isZero();
        assertThat(read(pipe[0])).isEqualTo(EAGAIN.negated());
    }

    @Test
    void splicesDoNotTakeANotificationPipe() {
        int[] plain = pipe(0);
        int[] pipe = pipe(Abi.O_NOTIFICATION_PIPE);
        int file = kernel.open("/etc/hostname", Abi.O_RDONLY, 0).intOrThrow("open");
        kernel.write(plain[1], memory.address(), 10).orThrow("write");
        memory.set(JAVA_LONG, 0, memory.address());
        memory.set(JAVA_LONG, 8, 1);

        assertThat(kernel.splice(plain[0], 0, pipe[1], 0, 10, 0)).isEqualTo(SyscallResult.failure(EXDEV));
        assertThat(kernel.splice(pipe[0], 0, plain[1], 0, 10, 0)).isEqualTo(SyscallResult.failure(EINVAL));
        assertThat(kernel.tee(plain[0], pipe[1], 10, 0)).isEqualTo(SyscallResult.failure(EINVAL));
        assertThat(kernel.vmsplice(pipe[1], memory.address(), 1, 0)).isEqualTo(SyscallResult.failure(EBADF));
        assertThat(kernel.sendfile(pipe[1], file, 0, 4)).isEqualTo(SyscallResult.failure(EXDEV));
        assertThat(kernel.sendfile(plain[1], file, 0, 4).raw()).isEqualTo(4);
        assertThat(kernel.write(pipe[1], 0, 0)).isEqualTo(SyscallResult.failure(EXDEV));
        assertThat(kernel.mmap(0, 4096, Abi.PROT_READ, Abi.MAP_SHARED, pipe[0], 0))
                .isEqualTo(SyscallResult.failure(ENODEV));
    }

    @Test
    void aKernelWithoutWatchQueuesSaysSoFirst() {
        try (SimKernel plain = SimKernel.boot(SimConfig.DEFAULT.withoutWatchQueues())) {
            assertThat(plain.pipe2(1, Abi.O_NOTIFICATION_PIPE)).isEqualTo(SyscallResult.failure(ENOPKG));
            plain.pipe2(memory.address(), 0).orThrow("pipe2");
            assertThat(plain.ioctl(0, SET_SIZE, 1)).isEqualTo(SyscallResult.failure(ENOTTY));
        }
    }

    @Test
    void debugfsIsForRoot() {
        try (SimKernel user = SimKernel.boot(SimConfig.DEFAULT.asRoot(false))) {
            assertThat(user.open("/sys/kernel/debug/dri", Abi.O_RDONLY, 0)).isEqualTo(SyscallResult.failure(EACCES));
        }
    }

    private int[] pipe(int flags) {
        kernel.pipe2(memory.address(), flags).orThrow("pipe2");
        return new int[] {memory.get(JAVA_INT, 0), memory.get(JAVA_INT, 4)};
    }

    private long addKey() {
        return kernel.addKey("user", "xe", memory.address(), 4, Abi.KEY_SPEC_PROCESS_KEYRING)
                .orThrow("add_key");
    }

    private void update(long key) {
        kernel.keyctl(Abi.KEYCTL_UPDATE, key, memory.address(), 4, 0).orThrow("UPDATE");
    }

    private long read(int fd) {
        return kernel.read(fd, memory.address(), 1024).raw();
    }

    private int poll(int fd) {
        memory.set(JAVA_INT, 0, fd);
        memory.set(JAVA_SHORT, 4, (short) Abi.POLLIN);
        kernel.poll(memory.address(), 1, 0).orThrow("poll");
        return memory.get(JAVA_SHORT, 6);
    }
}
