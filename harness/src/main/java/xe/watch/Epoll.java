// SPDX-License-Identifier: MIT
package xe.watch;

import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.kernel.SyscallResult;
import xe.uapi.EpollEvent;
import xe.uapi.StructView;

/**
 * An epoll instance that watches one descriptor.
 */
public final class Epoll implements AutoCloseable {
    private final Kernel kernel;
    private final Fd instance;
    private final NativeMemory event;

    private Epoll(Kernel kernel, Fd instance, NativeMemory event) {
        this.kernel = kernel;
        this.instance = instance;
        this.event = event;
    }

    /** @param events POLL* bits and EPOLLET */
    public static Epoll on(Kernel kernel, Fd watched, int events) {
        Fd instance = instance(kernel);
        NativeMemory event = NativeMemory.allocate(kernel, EpollEvent.STRUCT.size());
        new StructView(EpollEvent.STRUCT, event.segment()).set("events", events);
        kernel.epollCtl(instance.number(), Abi.EPOLL_CTL_ADD, watched.number(), event.address())
                .orThrow("epoll_ctl(EPOLL_CTL_ADD, " + watched + ")");
        return new Epoll(kernel, instance, event);
    }

    /** An epoll descriptor that watches nothing. */
    public static Fd instance(Kernel kernel) {
        return new Fd(kernel, "epoll", kernel.epollCreate1(Abi.O_CLOEXEC).intOrThrow("epoll_create1"));
    }

    /** The events that epoll_wait(2) reports at once; 0 for none. */
    public int pollNow() {
        SyscallResult ready = kernel.epollWait(instance.number(), event.address(), 1, 0);
        if (ready.errno() == Errno.EINTR || ready.orThrow("epoll_wait") == 0) {
            return 0;
        }
        return new StructView(EpollEvent.STRUCT, event.segment()).getInt("events");
    }

    @Override
    public void close() {
        instance.close();
        event.close();
    }
}
