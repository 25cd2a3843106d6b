// SPDX-License-Identifier: MIT
package xe.trace;

import java.util.Map;

/** How the methods of {@link xe.kernel.Kernel} are called in C, and what their arguments are. */
final class Syscalls {
    /**
     * A system call.
     *
     * @param number the constant of sys/syscall.h, with the arguments that every call of it has
     * @param arguments one letter each: s string, i number, f descriptor, a address that the kernel reads at or writes to
     */
    record Shape(String number, String arguments) {}

    private static final Map<String, Shape> BY_METHOD = Map.ofEntries(
            Map.entry("open", new Shape("SYS_openat, AT_FDCWD", "sii")),
            Map.entry("close", new Shape("SYS_close", "f")),
            Map.entry("dup", new Shape("SYS_dup", "f")),
            Map.entry("dup3", new Shape("SYS_dup3", "ffi")),
            Map.entry("fcntl", new Shape("SYS_fcntl", "fii")),
            Map.entry("ioctl", new Shape("SYS_ioctl", "fia")),
            Map.entry("pipe2", new Shape("SYS_pipe2", "ai")),
            Map.entry("read", new Shape("SYS_read", "fai")),
            Map.entry("pread64", new Shape("SYS_pread64", "faii")),
            Map.entry("readv", new Shape("SYS_readv", "fai")),
            Map.entry("preadv2", new Shape("SYS_preadv2", "fai")),
            Map.entry("write", new Shape("SYS_write", "fai")),
            Map.entry("writev", new Shape("SYS_writev", "fai")),
            Map.entry("lseek", new Shape("SYS_lseek", "fii")),
            Map.entry("getdents64", new Shape("SYS_getdents64", "fai")),
            Map.entry("readlink", new Shape("SYS_readlinkat, AT_FDCWD", "sai")),
            Map.entry("poll", new Shape("SYS_poll", "aii")),
            Map.entry("epollCreate1", new Shape("SYS_epoll_create1", "i")),
            Map.entry("epollCtl", new Shape("SYS_epoll_ctl", "fifa")),
            Map.entry("epollWait", new Shape("SYS_epoll_wait", "faii")),
            Map.entry("eventfd2", new Shape("SYS_eventfd2", "ii")),
            Map.entry("memfdCreate", new Shape("SYS_memfd_create", "si")),
            Map.entry("socketpair", new Shape("SYS_socketpair", "iiia")),
            Map.entry("splice", new Shape("SYS_splice", "fafaii")),
            Map.entry("tee", new Shape("SYS_tee", "ffii")),
            Map.entry("vmsplice", new Shape("SYS_vmsplice", "faii")),
            Map.entry("sendfile", new Shape("SYS_sendfile", "ffai")),
            Map.entry("mmap", new Shape("SYS_mmap", "aiiifi")),
            Map.entry("munmap", new Shape("SYS_munmap", "ai")),
            Map.entry("mprotect", new Shape("SYS_mprotect", "aii")),
            Map.entry("prlimit", new Shape("SYS_prlimit64", "iiaa")),
            Map.entry("clockGettime", new Shape("SYS_clock_gettime", "ia")),
            Map.entry("keyctl", new Shape("SYS_keyctl", "iaaaa")),
            Map.entry("addKey", new Shape("SYS_add_key", "ssaii")),
            Map.entry("geteuid", new Shape("SYS_geteuid", "")));

    private Syscalls() {}

    static Shape of(String method) {
        Shape shape = BY_METHOD.get(method);
        if (shape == null) {
            throw new IllegalArgumentException("no system call " + method);
        }
        return shape;
    }
}
