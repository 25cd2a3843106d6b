// SPDX-License-Identifier: MIT
package xe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import xe.kernel.Abi;
import xe.kernel.LinuxKernel;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeVmRestart;
import xe.uapi.StructView;

class TracingKernelTest {
    private final TracingKernel kernel = new TracingKernel(new LinuxKernel());

    @AfterEach
    void release() {
        kernel.releaseAll();
    }

    private int readEnd() {
        NativeMemory fds = NativeMemory.allocate(kernel, 8);
        kernel.pipe2(fds.address(), Abi.O_CLOEXEC).orThrow("pipe2");
        return fds.segment().get(ValueLayout.JAVA_INT, 0);
    }

    private static int request() {
        return DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART.request();
    }

    @Test
    void ioctlShowsItsFieldsByName() {
        int fd = readEnd();
        NativeMemory memory = NativeMemory.allocate(kernel, DrmXeVmRestart.STRUCT.size());
        new StructView(DrmXeVmRestart.STRUCT, memory.segment()).set("vm_id", 1).set("pad", 1);

        kernel.ioctl(fd, request(), memory.address()).ignore();

        assertThat(kernel.trace().lines().getLast())
                .isEqualTo("ioctl(" + fd + ", DRM_IOCTL_XE_VM_RESTART, {vm_id=1, pad=1}) = -1 ENOTTY (25)");
        assertThat(kernel.trace().lastFailingRequest())
                .startsWith("DRM_IOCTL_XE_VM_RESTART")
                .contains("0000  01 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00");
    }

    @Test
    void badPointerIsNotLookedAt() {
        int fd = readEnd();
        NativeMemory memory = NativeMemory.allocate(kernel, DrmXeVmRestart.STRUCT.size());
        memory.makeUnreadable();

        kernel.ioctl(fd, request(), memory.address()).ignore();
        kernel.ioctl(fd, request(), 0).ignore();

        assertThat(kernel.trace().lines())
                .endsWith(
                        "ioctl(" + fd + ", DRM_IOCTL_XE_VM_RESTART, 0x" + Long.toHexString(memory.address())
                                + ") = -1 ENOTTY (25)",
                        "ioctl(" + fd + ", DRM_IOCTL_XE_VM_RESTART, NULL) = -1 ENOTTY (25)");
    }

    @Test
    void whatIsNotClosedIsKnown() {
        int fd = readEnd();

        assertThat(kernel.openFiles()).hasSize(2).first().isEqualTo("fd " + fd + " from pipe2(O_RDONLY|O_CLOEXEC)");
        kernel.releaseAll();
        assertThat(kernel.openFiles()).isEmpty();
        assertThat(new LinuxKernel().fcntl(fd, Abi.F_GETFD, 0).failed()).isTrue();
    }

    @Test
    void onlyTheLastCallsAreKept() {
        for (int i = 0; i < Trace.CAPACITY + 5; i++) {
            kernel.geteuid().ignore();
        }

        assertThat(kernel.trace().lines()).hasSize(Trace.CAPACITY + 1).first().isEqualTo("... 5 earlier calls");
    }
}
