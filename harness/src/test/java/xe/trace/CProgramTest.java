// SPDX-License-Identifier: MIT
package xe.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import xe.kernel.Abi;
import xe.kernel.LinuxKernel;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeVmBind;
import xe.uapi.DrmXeVmRestart;
import xe.uapi.StructView;

/** Compiles programs and runs them on this machine's kernel, on pipes: there is no GPU. */
class CProgramTest {
    @TempDir
    private Path folder;

    private final TracingKernel kernel = new TracingKernel(new LinuxKernel());

    @BeforeEach
    void compiler() {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "cc")));
        assumeTrue(there, "no C compiler on PATH");
    }

    @AfterEach
    void release() {
        kernel.releaseAll();
    }

    private record Ended(int code, String out) {}

    private Ended execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    private Ended reproduced(String subject, String expected, String actual) throws Exception {
        Files.writeString(folder.resolve("check.c"), kernel.reproducer(subject, expected, actual));
        assertThat(execute("cc", "-Wall", "-Werror", "-o", "check", "check.c").out())
                .isEmpty();
        return execute("./check");
    }

    private int[] pipe() {
        NativeMemory fds = NativeMemory.allocate(kernel, 8);
        kernel.pipe2(fds.address(), Abi.O_CLOEXEC).orThrow("pipe2");
        return fds.segment().toArray(ValueLayout.JAVA_INT);
    }

    @Test
    void callUnderTestDecides() throws Exception {
        NativeMemory request = NativeMemory.allocate(kernel, DrmXeVmRestart.STRUCT.size());
        new StructView(DrmXeVmRestart.STRUCT, request.segment()).set("vm_id", 1).set("pad", 1);
        kernel.ioctl(pipe()[0], DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART.request(), request.address())
                .ignore();

        String subject = "VM_RESTART{vm_id=1, pad=1}";
        Ended ended = reproduced(subject, "EINVAL (22)", "ENOTTY (25)");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).endsWith("expected: EINVAL (22)\nactual: Inappropriate ioctl for device\n");
        assertThat(reproduced(subject, "ENOTTY (25) or EINVAL (22)", "ENOTTY (25)")
                        .code())
                .isZero();
        assertThat(Files.readString(folder.resolve("check.c"))).contains("a->vm_id = 1;", "a->pad = 1;");
    }

    @Test
    void descriptorsMemoryAndPointersAreThoseOfTheProgram() throws Exception {
        int[] pipe = pipe();
        NativeMemory text = NativeMemory.allocate(kernel, 4);
        text.segment().copyFrom(java.lang.foreign.MemorySegment.ofArray(new byte[] {1, 2, 3, 0}));
        kernel.write(pipe[1], text.address(), 4).orThrow("write");
        NativeMemory poll = NativeMemory.allocate(kernel, 8);
        poll.segment().set(ValueLayout.JAVA_INT, 0, pipe[0]);
        poll.segment().set(ValueLayout.JAVA_INT, 4, 1);
        kernel.poll(poll.address(), 1, 0).orThrow("poll");
        text.makeReadOnly();
        kernel.read(pipe[0], text.address(), 4).ignore();

        Ended ended = reproduced("read", "success", "EFAULT (14)");

        assertThat(ended.out()).contains("write = 4\n", "poll = 1\n", "actual: Bad address");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void structWithAUnionAndAnArrayBehindAPointerCompiles() throws Exception {
        NativeMemory request = NativeMemory.allocate(kernel, DrmXeVmBind.STRUCT.size());
        NativeMemory syncs = NativeMemory.allocate(kernel, 32);
        syncs.segment().set(ValueLayout.JAVA_BYTE, 3, (byte) 7);
        new StructView(DrmXeVmBind.STRUCT, request.segment())
                .set("num_binds", 1)
                .set("bind.addr", 0x1000)
                .set("syncs", syncs.address());
        kernel.ioctl(pipe()[0], DrmXeVmBind.DRM_IOCTL_XE_VM_BIND.request(), request.address())
                .ignore();

        assertThat(reproduced("VM_BIND{num_binds=1}", "success", "ENOTTY (25)").code())
                .isEqualTo(1);
        assertThat(Files.readString(folder.resolve("check.c"))).contains("a->syncs = AT(", "a->bind.addr = 0x1000;");
    }

    @Test
    void aFailureThatIsNoErrnoIsReproducedIfEveryCallAnswersAsItDid() throws Exception {
        pipe();

        Ended ended = reproduced("record", "one record", "none");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).endsWith("expected: one record\nin the run: none\nactual: as in the run\n");
    }

    @Test
    void tooManyCallsAreNoReproducer() {
        for (int i = 0; i <= Recorder.CAPACITY; i++) {
            kernel.geteuid().ignore();
        }

        assertThat(List.of(kernel.reproducer("geteuid", "0", "1"))).containsExactly("");
    }
}
