// SPDX-License-Identifier: MIT
package xe.kernel;

/**
 * Constants of the generic system call interface, named as in the kernel's UAPI headers.
 */
public final class Abi {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_ASYNC = 0x2000;
    public static final int O_DIRECT = 0x4000;
    public static final int O_LARGEFILE = 0x8000;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_NOFOLLOW = 0x20000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_SYNC = 0x101000;
    public static final int O_PATH = 0x200000;
    public static final int O_TMPFILE = 0x410000;
    /** The value of O_EXCL, as linux/watch_queue.h defines it. */
    public static final int O_NOTIFICATION_PIPE = O_EXCL;

    public static final int F_DUPFD = 0;
    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_SETPIPE_SZ = 1031;
    public static final int F_GETPIPE_SZ = 1032;
    public static final int F_DUPFD_CLOEXEC = 1030;
    public static final int F_ADD_SEALS = 1033;
    public static final int F_GET_SEALS = 1034;
    public static final int F_SEAL_SEAL = 1;
    public static final int F_SEAL_SHRINK = 2;
    public static final int F_SEAL_WRITE = 8;
    public static final int F_SEAL_ALL = 0x3f;

    public static final int MFD_CLOEXEC = 1;
    public static final int MFD_ALLOW_SEALING = 2;

    public static final int SEEK_SET = 0;
    public static final int FD_CLOEXEC = 1;

    public static final int FIONREAD = 0x541b;
    public static final int FIONBIO = 0x5421;
    public static final int FIOCLEX = 0x5451;
    public static final int FIONCLEX = 0x5450;

    public static final int POLLIN = 0x001;
    public static final int POLLOUT = 0x004;
    public static final int POLLERR = 0x008;
    public static final int POLLHUP = 0x010;
    public static final int POLLNVAL = 0x020;
    public static final int POLLRDNORM = 0x040;
    public static final int POLLWRNORM = 0x100;

    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;
    public static final int EPOLLET = 1 << 31;

    public static final int SPLICE_F_NONBLOCK = 2;
    public static final int SPLICE_F_ALL = 0xf;

    public static final int PROT_NONE = 0;
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int PROT_EXEC = 4;
    public static final int MAP_SHARED = 0x01;
    public static final int MAP_PRIVATE = 0x02;
    public static final int MAP_FIXED = 0x10;
    public static final int MAP_ANONYMOUS = 0x20;

    public static final int RLIMIT_NOFILE = 7;
    public static final int CLOCK_MONOTONIC = 1;

    public static final int RWF_NOWAIT = 0x8;

    public static final int AF_UNIX = 1;
    public static final int SOCK_STREAM = 1;

    public static final int KEYCTL_GET_KEYRING_ID = 0;
    public static final int KEYCTL_UPDATE = 2;
    public static final int KEYCTL_REVOKE = 3;
    public static final int KEYCTL_UNLINK = 9;
    public static final int KEYCTL_WATCH_KEY = 32;
    public static final int KEY_SPEC_PROCESS_KEYRING = -2;

    public static final long PAGE_SIZE = 4096;

    private Abi() {}
}
