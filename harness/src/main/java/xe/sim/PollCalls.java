// SPDX-License-Identifier: MIT
package xe.sim;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;
import xe.sim.os.EventPoll;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;
import xe.sim.os.WaitQueue;

/**
 * poll(2) and the epoll calls.
 */
final class PollCalls {
    private static final int POLLFD_SIZE = 8;
    private static final int ALWAYS = Abi.POLLERR | Abi.POLLHUP;
    private static final long NS_PER_MS = 1_000_000;

    private final Machine machine;

    PollCalls(Machine machine) {
        this.machine = machine;
    }

    long poll(long address, int count, int timeoutMs) {
        if (Integer.toUnsignedLong(count) > machine.task().nofileSoft()) {
            return EINVAL.negated();
        }
        byte[] bytes = machine.memory().bytes(address, count * POLLFD_SIZE);
        if (bytes == null) {
            return EFAULT.negated();
        }
        MemorySegment array = MemorySegment.ofArray(bytes);
        List<@Nullable OpenFile> files = new ArrayList<>();
        List<WaitQueue> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OpenFile file = machine.files().get(array.get(JAVA_INT_UNALIGNED, (long) i * POLLFD_SIZE));
            files.add(file);
            if (file != null) {
                queues.add(file.waiters());
            }
        }
        try {
            WaitQueue.Woken woken = WaitQueue.awaitAny(
                    queues, () -> evaluate(array, files) > 0, timeoutMs < 0 ? -1 : timeoutMs * NS_PER_MS);
            long ready = evaluate(array, files);
            if (ready == 0 && woken == WaitQueue.Woken.SIGNAL) {
                return EINTR.negated();
            }
            return machine.memory().putBytes(address, bytes) ? ready : EFAULT.negated();
        } finally {
            for (OpenFile file : files) {
                if (file != null) {
                    file.put();
                }
            }
        }
    }

    /** Fills revents in; returns how many are not 0. */
    private static long evaluate(MemorySegment array, List<@Nullable OpenFile> files) {
        long ready = 0;
        for (int i = 0; i < files.size(); i++) {
            long at = (long) i * POLLFD_SIZE;
            OpenFile file = files.get(i);
            int found = 0;
            if (file != null) {
                found = file.poll() & (array.get(JAVA_SHORT_UNALIGNED, at + 4) | ALWAYS);
            } else if (array.get(JAVA_INT_UNALIGNED, at) >= 0) {
                found = Abi.POLLNVAL;
            }
            array.set(JAVA_SHORT_UNALIGNED, at + 6, (short) found);
            ready += found != 0 ? 1 : 0;
        }
        return ready;
    }

    long epollCreate(int flags) {
        if ((flags & ~Abi.O_CLOEXEC) != 0) {
            return EINVAL.negated();
        }
        OpenFile poll = new EventPoll(machine.memory());
        long fd = machine.files().install(poll, (flags & Abi.O_CLOEXEC) != 0);
        if (fd < 0) {
            poll.put();
        }
        return fd;
    }

    long epollControl(int epollFd, int operation, int fd, long event) {
        if (operation != Abi.EPOLL_CTL_DEL && machine.memory().bytes(event, 12) == null) {
            return EFAULT.negated();
        }
        OpenFile poll = machine.files().get(epollFd);
        OpenFile file = machine.files().get(fd);
        try {
            if (poll == null || file == null) {
                return EBADF.negated();
            }
            EventPoll set = EventPoll.of(poll);
            return set == null ? EINVAL.negated() : set.control(operation, fd, file, event);
        } finally {
            if (poll != null) {
                poll.put();
            }
            if (file != null) {
                file.put();
            }
        }
    }

    long epollWait(int epollFd, long events, int maxEvents, int timeoutMs) {
        OpenFile poll = machine.files().get(epollFd);
        if (poll == null) {
            return EBADF.negated();
        }
        try {
            EventPoll set = EventPoll.of(poll);
            return set == null ? EINVAL.negated() : set.await(events, maxEvents, timeoutMs);
        } finally {
            poll.put();
        }
    }
}
