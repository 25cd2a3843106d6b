// SPDX-License-Identifier: MIT
package xe.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.uapi.Rlimit64;
import xe.uapi.StructView;

/** Files, limits, keys and identity on the host's kernel. */
class LinuxProcessTest {
    private final Kernel kernel = new LinuxKernel();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(4096, 8);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void infoNamesTheRunningKernel() {
        assertThat(kernel.info().backend()).isEqualTo("linux");
        assertThat(kernel.info().release()).isEqualTo(System.getProperty("os.version"));
    }

    @Test
    void openReadsCreatesAndFails(@TempDir Path folder) throws Exception {
        String path = folder.resolve("file").toString();

        assertThat(kernel.open(path, Abi.O_RDONLY, 0).errno()).isEqualTo(Errno.ENOENT);
        int created = kernel.open(path, Abi.O_CREAT | Abi.O_EXCL | Abi.O_RDWR | Abi.O_CLOEXEC, 0600)
                .intOrThrow("open");
        assertThat(kernel.open(path, Abi.O_CREAT | Abi.O_EXCL, 0600).errno()).isEqualTo(Errno.EEXIST);
        kernel.write(created, buffer.address(), 10).orThrow("write");
        assertThat(kernel.pread64(created, buffer.address(), 4096, 4)).isEqualTo(new SyscallResult(6));
        assertThat(kernel.lseek(created, 0, 1)).isEqualTo(new SyscallResult(10));
        assertThat(Files.getPosixFilePermissions(Path.of(path))).hasSize(2);
        kernel.close(created).orThrow("close");
    }

    @Test
    void getdents64ListsTheEntries(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("entry"));
        int fd = kernel.open(folder.toString(), Abi.O_RDONLY | Abi.O_DIRECTORY, 0)
                .intOrThrow("open");

        long bytes = kernel.getdents64(fd, buffer.address(), 4096).orThrow("getdents64");
        StringBuilder names = new StringBuilder();
        for (long at = 0; at < bytes; at += buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16)) {
            names.append(buffer.getString(at + 19)).append(' ');
        }

        assertThat(names.toString().split(" ")).containsExactlyInAnyOrder(".", "..", "entry");
        assertThat(kernel.getdents64(fd, buffer.address(), 4096)).isEqualTo(SyscallResult.OK);
        kernel.close(fd).orThrow("close");
    }

    @Test
    void readlinkGivesTheTarget(@TempDir Path folder) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));

        assertThat(kernel.readlink(link.toString(), buffer.address(), 4096)).isEqualTo(new SyscallResult(6));
        assertThat(kernel.readlink(folder.toString(), buffer.address(), 4096).errno())
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void prlimitReadsAndWritesTheSoftLimit() {
        StructView limit = new StructView(Rlimit64.STRUCT, buffer);
        kernel.prlimit(0, Abi.RLIMIT_NOFILE, 0, buffer.address()).orThrow("prlimit");
        long soft = limit.get("rlim_cur");

        limit.set("rlim_cur", soft - 1);
        kernel.prlimit(0, Abi.RLIMIT_NOFILE, buffer.address(), 0).orThrow("prlimit");
        kernel.prlimit(0, Abi.RLIMIT_NOFILE, 0, buffer.address()).orThrow("prlimit");
        assertThat(limit.get("rlim_cur")).isEqualTo(soft - 1);

        limit.set("rlim_cur", soft);
        kernel.prlimit(0, Abi.RLIMIT_NOFILE, buffer.address(), 0).orThrow("prlimit");
        assertThat(kernel.prlimit(0, Abi.RLIMIT_NOFILE, 1, 0).errno()).isEqualTo(Errno.EFAULT);
    }

    @Test
    void socketpairConnectsTwoDescriptors() {
        kernel.socketpair(Abi.AF_UNIX, Abi.SOCK_STREAM, 0, buffer.address()).orThrow("socketpair");
        int one = buffer.get(ValueLayout.JAVA_INT, 0);
        int two = buffer.get(ValueLayout.JAVA_INT, 4);

        kernel.write(one, buffer.address(), 7).orThrow("write");
        assertThat(kernel.read(two, buffer.address(), 4096)).isEqualTo(new SyscallResult(7));

        kernel.close(one).orThrow("close");
        kernel.close(two).orThrow("close");
    }

    @Test
    void keysAreAddedOrTheKernelHasNone() {
        SyscallResult key = kernel.addKey("user", "xe:test", buffer.address(), 4, Abi.KEY_SPEC_PROCESS_KEYRING);

        // A sandbox answers EPERM, a kernel without keys ENOSYS.
        assertThat(key.errno()).isIn(Errno.OK, Errno.ENOSYS, Errno.EPERM);
        if (!key.failed()) {
            assertThat(kernel.keyctl(Abi.KEYCTL_UNLINK, key.raw(), Abi.KEY_SPEC_PROCESS_KEYRING, 0, 0))
                    .isEqualTo(SyscallResult.OK);
        }
    }

    @Test
    void geteuidIsTheUserOfTheProcess() throws Exception {
        assertThat(kernel.geteuid().raw())
                .isEqualTo(((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
    }
}
