// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import xe.uapi.EpollEvent;
import xe.uapi.Pollfd;
import xe.uapi.StructView;
import xe.uapi.Timespec;

/** poll, epoll, eventfd and the clock of the host's kernel. */
class LinuxWaitTest {
    private final Kernel kernel = new LinuxKernel();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment eight = arena.allocate(8, 8);
    private final int event = kernel.eventfd2(0, Abi.O_NONBLOCK).intOrThrow("eventfd2");

    @AfterEach
    void close() {
        kernel.close(event).ignore();
        arena.close();
    }

    @Test
    void pollSeesWhatIsReady() {
        StructView fds = new StructView(Pollfd.STRUCT, arena.allocate(Pollfd.STRUCT.size(), 8));
        fds.set("fd", event).set("events", Abi.POLLIN);
        long address = fds.segment().address();

        assertThat(kernel.poll(address, 1, 0)).isEqualTo(SyscallResult.OK);
        signal();
        assertThat(kernel.poll(address, 1, 1000)).isEqualTo(new SyscallResult(1));
        assertThat(fds.get("revents")).isEqualTo(Abi.POLLIN);
        assertThat(kernel.poll(0, 1, 0).errno()).isEqualTo(Errno.EFAULT);
    }

    @Test
    void epollSeesWhatIsReady() {
        int epoll = kernel.epollCreate1(0).intOrThrow("epoll_create1");
        StructView events = new StructView(EpollEvent.STRUCT, arena.allocate(EpollEvent.STRUCT.size(), 8));
        events.set("events", Abi.POLLIN).set("data", 0x1122_3344_5566_7788L);
        long address = events.segment().address();

        kernel.epollCtl(epoll, Abi.EPOLL_CTL_ADD, event, address).orThrow("epoll_ctl");
        assertThat(kernel.epollCtl(epoll, Abi.EPOLL_CTL_ADD, event, address).errno())
                .isEqualTo(Errno.EEXIST);
        assertThat(kernel.epollWait(epoll, address, 1, 0)).isEqualTo(SyscallResult.OK);
        signal();
        events.set("data", 0);
        assertThat(kernel.epollWait(epoll, address, 1, 1000)).isEqualTo(new SyscallResult(1));
        assertThat(events.get("data")).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(events.get("events")).isEqualTo(Abi.POLLIN);

        kernel.close(epoll).orThrow("close");
    }

    @Test
    void eventfdHandsOutItsCount() {
        signal();
        signal();

        assertThat(kernel.read(event, eight.address(), 8)).isEqualTo(new SyscallResult(8));
        assertThat(eight.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(2);
        assertThat(kernel.read(event, eight.address(), 8).errno()).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void clockIsTheOneOfNanoTime() {
        StructView now = new StructView(Timespec.STRUCT, arena.allocate(Timespec.STRUCT.size(), 8));
        long before = System.nanoTime();
        kernel.clockGettime(Abi.CLOCK_MONOTONIC, now.segment().address()).orThrow("clock_gettime");
        long after = System.nanoTime();

        assertThat(now.get("tv_sec") * 1_000_000_000 + now.get("tv_nsec")).isBetween(before, after);
        assertThat(kernel.clockGettime(Abi.CLOCK_MONOTONIC, 0).errno()).isEqualTo(Errno.EFAULT);
        assertThat(kernel.clockGettime(12345, now.segment().address()).errno()).isEqualTo(Errno.EINVAL);
    }

    private void signal() {
        eight.set(ValueLayout.JAVA_LONG, 0, 1);
        kernel.write(event, eight.address(), 8).orThrow("write");
    }
}
