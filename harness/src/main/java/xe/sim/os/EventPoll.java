// SPDX-License-Identifier: MIT
package xe.sim.os;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static xe.kernel.Errno.EEXIST;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EPERM;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;

/**
 * An epoll instance. Every event on a watched file makes it ready again, which is what edge-triggered readers see (NP-085).
 */
public final class EventPoll extends OpenFile {
    private static final int EVENT_SIZE = 12;
    private static final int ONE_SHOT = 1 << 30;
    private static final int ALWAYS = Abi.POLLERR | Abi.POLLHUP;

    private record Key(int fd, OpenFile file) {}

    private static final class Item {
        private final Runnable wake;
        private int events;
        private long data;
        private volatile boolean ready = true;

        Item(EventPoll poll, int events, long data) {
            this.events = events;
            this.data = data;
            this.wake = () -> {
                ready = true;
                poll.waiters().wakeAll();
            };
        }
    }

    private final UserMemory memory;
    private final Map<Key, Item> items = new LinkedHashMap<>();

    public EventPoll(UserMemory memory) {
        super(Abi.O_RDWR);
        this.memory = memory;
    }

    /** epoll_ctl(2) for a file that the caller has looked up. */
    public long control(int operation, int fd, OpenFile file, long event) {
        byte[] request = operation == Abi.EPOLL_CTL_DEL ? new byte[EVENT_SIZE] : memory.bytes(event, EVENT_SIZE);
        if (request == null) {
            return EFAULT.negated();
        }
        if (!file.canPoll()) {
            return EPERM.negated();
        }
        if (file.equals(this)) {
            return EINVAL.negated();
        }
        int events = MemorySegment.ofArray(request).get(JAVA_INT_UNALIGNED, 0);
        long data = MemorySegment.ofArray(request).get(JAVA_LONG_UNALIGNED, 4);
        Key key = new Key(fd, file);
        synchronized (this) {
            dropReleased();
            Item item = items.get(key);
            switch (operation) {
                case Abi.EPOLL_CTL_ADD -> {
                    if (item != null) {
                        return EEXIST.negated();
                    }
                    Item added = new Item(this, events, data);
                    items.put(key, added);
                    file.waiters().add(added.wake);
                }
                case Abi.EPOLL_CTL_MOD -> {
                    if (item == null) {
                        return ENOENT.negated();
                    }
                    item.events = events;
                    item.data = data;
                    item.ready = true;
                }
                case Abi.EPOLL_CTL_DEL -> {
                    if (item == null) {
                        return ENOENT.negated();
                    }
                    items.remove(key);
                    file.waiters().remove(item.wake);
                }
                default -> {
                    return EINVAL.negated();
                }
            }
        }
        waiters().wakeAll();
        return 0;
    }

    /** epoll_wait(2); {@code timeoutMs} of -1 has no end. */
    public long await(long buffer, int maxEvents, int timeoutMs) {
        if (maxEvents <= 0) {
            return EINVAL.negated();
        }
        WaitQueue.Woken woken =
                WaitQueue.awaitAny(List.of(waiters()), () -> poll() != 0, timeoutMs < 0 ? -1 : timeoutMs * 1_000_000L);
        if (woken == WaitQueue.Woken.SIGNAL) {
            return EINTR.negated();
        }
        int found = 0;
        synchronized (this) {
            dropReleased();
            for (Map.Entry<Key, Item> entry : items.entrySet()) {
                Item item = entry.getValue();
                if (found == maxEvents || !item.ready) {
                    continue;
                }
                item.ready = false;
                int events = pending(entry.getKey().file(), item);
                if (events == 0) {
                    continue;
                }
                if (!store(buffer + (long) found * EVENT_SIZE, events, item.data)) {
                    item.ready = true;
                    return found > 0 ? found : EFAULT.negated();
                }
                found++;
                item.ready = (item.events & (Abi.EPOLLET | ONE_SHOT)) == 0;
                item.events &= (item.events & ONE_SHOT) == 0 ? -1 : Abi.EPOLLET | ONE_SHOT;
            }
        }
        return found;
    }

    @Override
    public synchronized int poll() {
        dropReleased();
        for (Map.Entry<Key, Item> entry : items.entrySet()) {
            if (entry.getValue().ready && pending(entry.getKey().file(), entry.getValue()) != 0) {
                return Abi.POLLIN | Abi.POLLRDNORM;
            }
        }
        return 0;
    }

    @Override
    protected String anonymousName() {
        return "anon_inode:[eventpoll]";
    }

    @Override
    protected synchronized void release() {
        items.forEach((key, item) -> key.file().waiters().remove(item.wake));
        items.clear();
    }

    private static int pending(OpenFile file, Item item) {
        int wanted = item.events & ~(Abi.EPOLLET | ONE_SHOT);
        return wanted == 0 && (item.events & ONE_SHOT) != 0 ? 0 : file.poll() & (item.events | ALWAYS);
    }

    private boolean store(long address, int events, long data) {
        MemorySegment event = MemorySegment.ofArray(new byte[EVENT_SIZE]);
        event.set(JAVA_INT_UNALIGNED, 0, events);
        event.set(JAVA_LONG_UNALIGNED, 4, data);
        return memory.copyTo(address, event);
    }

    /** A file leaves with its last descriptor. */
    private void dropReleased() {
        items.keySet().removeIf(key -> key.file().released());
    }

    /** The epoll instance behind a file, null for any other. */
    public static @Nullable EventPoll of(OpenFile file) {
        return file instanceof EventPoll poll ? poll : null;
    }

    /** Its only ioctls are those of busy polling; ep_eventpoll_ioctl refuses all others in its own way. */
    @Override
    public long ioctl(int request, long argument) {
        return EINVAL.negated();
    }
}
