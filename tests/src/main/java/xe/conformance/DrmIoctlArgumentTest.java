// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ETIME;
import static xe.uapi.DrmUnique.DRM_IOCTL_GET_UNIQUE;
import static xe.uapi.DrmXeVmCreate.DRM_IOCTL_XE_VM_CREATE;
import static xe.uapi.DrmXeVmDestroy.DRM_IOCTL_XE_VM_DESTROY;
import static xe.uapi.DrmXeVmRestart.DRM_IOCTL_XE_VM_RESTART;
import static xe.uapi.DrmXeWatchQueue.DRM_IOCTL_XE_WATCH_QUEUE;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Ioc;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeVmCreate;
import xe.uapi.DrmXeVmRestart;
import xe.uapi.DrmXeWatchQueue;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.watch.NotificationPipe;

/** How the DRM core copies the argument of an ioctl in and out, shown on ioctls of xe. */
class DrmIoctlArgumentTest {
    private static final int VM_CREATE = DRM_IOCTL_XE_VM_CREATE.request();
    private static final int VM_CREATE_SIZE = DrmXeVmCreate.STRUCT.size();
    private static final int UNKNOWN_FLAG = 1 << 31;

    @ParameterizedTest(name = "size {0}, direction {1}")
    @CsvSource({"32, 0", "32, 1", "32, 2", "32, 3", "16, 3", "24, 1", "40, 2", "4096, 3"})
    @Rule("CORE-010")
    void sizeAndDirectionAreNoReasonToRefuse(int size, int direction, DrmFile file) {
        int request = Ioc.withDirection(Ioc.withSize(VM_CREATE, size), direction);

        assertThat(file.ioctlAs(DRM_IOCTL_XE_VM_CREATE, request, fields -> {})).succeeds();
        assertThat(file.vm(1).tryDestroy()).succeeds();
    }

    @Test
    @Rule("CORE-011")
    void withoutTheWriteBitTheHandlerSeesZeros(DrmFile file) {
        assertThat(file.tryCreateVm(UNKNOWN_FLAG)).failsWith(EINVAL);
        assertThat(file.ioctlAs(
                        DRM_IOCTL_XE_VM_CREATE,
                        Ioc.withDirection(VM_CREATE, Ioc.READ),
                        request -> request.set("flags", UNKNOWN_FLAG).set("extensions", 1)))
                .succeeds();
    }

    @Test
    @Rule("CORE-012")
    void withoutTheReadBitNothingIsCopiedOut(DrmFile file) {
        Outcome created = file.ioctlAs(
                DRM_IOCTL_XE_VM_CREATE, Ioc.withDirection(VM_CREATE, Ioc.WRITE), request -> request.set("vm_id", 77));

        assertThat(created).succeeds();
        assertThat(created).leaves("vm_id", 77);
        assertThat(file.vm(1).tryDestroy()).succeeds();
    }

    @ParameterizedTest(name = "size {0}")
    @ValueSource(ints = {4, 8, 12, 16})
    @Rule("CORE-013")
    void aShortStructIsFilledUpWithZeros(int size, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(file.ioctlAs(
                        DRM_IOCTL_XE_VM_DESTROY,
                        Ioc.withSize(DRM_IOCTL_XE_VM_DESTROY.request(), size),
                        request -> request.set("vm_id", vm.id()).set("reserved[1]", -1)))
                .succeeds();
        assertThat(vm.tryDestroy()).failsWith(ENOENT);
    }

    @Test
    @Rule("CORE-013")
    void onlyTheCallersSizeIsCopiedBack(DrmFile file) {
        int withoutVmId = DrmXeVmCreate.STRUCT.field("vm_id").offset();

        Outcome created = file.ioctlAs(
                DRM_IOCTL_XE_VM_CREATE, Ioc.withSize(VM_CREATE, withoutVmId), request -> request.set("flags", LR_MODE));
        assertThat(created).succeeds();
        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 2);
    }

    @ParameterizedTest(name = "size {0}")
    @ValueSource(ints = {33, 40, 128, 129, 4096, 8191})
    @Rule("CORE-014")
    void aLongStructsTailIsIgnoredAndComesBack(int size, DrmFile file) {
        byte tail = 0x5a;
        Outcome created = file.ioctlAs(
                DRM_IOCTL_XE_VM_CREATE,
                Ioc.withSize(VM_CREATE, size),
                request -> request.segment().asSlice(VM_CREATE_SIZE).fill(tail));

        assertThat(created).succeedsWith("vm_id", 1);
        byte[] received = created.received();
        for (int i = VM_CREATE_SIZE; i < received.length; i++) {
            assertEqual("byte " + i, tail, received[i]);
        }
    }

    @Test
    @Rule("CORE-015")
    void theLargestSizeIsAccepted(DrmFile file) {
        assertThat(file.ioctlAs(
                        DRM_IOCTL_XE_VM_CREATE,
                        Ioc.withSize(VM_CREATE, Ioc.MAX_SIZE),
                        request -> request.set("flags", 2)))
                .succeedsWith("vm_id", 1);
    }

    @Test
    @Rule("CORE-016")
    void withSizeZeroThePointerIsNotTouched(DrmFile file) {
        assertThat(file.tryIoctl(Ioc.withSize(VM_CREATE, 0), 0)).succeeds();
        assertThat(file.vm(1).tryDestroy()).succeeds();
    }

    @Test
    @Rule("CORE-017")
    void vmCreateAsWriteOnlyLeavesAVmBehind(DrmFile file) {
        Outcome created = file.ioctlAs(DRM_IOCTL_XE_VM_CREATE, 0x4020_6443, request -> request.set("flags", LR_MODE));

        assertThat(created).succeeds();
        assertThat(created).leaves("vm_id", 0);
        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 2);
    }

    @Test
    @Rule("CORE-018")
    void vmCreateAsReadOnlyMakesADefaultVm(DrmFile file) {
        assertThat(file.ioctlAs(DRM_IOCTL_XE_VM_CREATE, 0x8020_6443, request -> request.set("flags", LR_MODE)))
                .succeedsWith("vm_id", 1);

        file.vm(1).createQueue();
        assertThat(file.vm(1).tryDestroy()).succeeds(); // an LR VM would be busy
    }

    @Test
    @Rule("CORE-019")
    @Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE})
    void seriesIoctlsAsReadWriteActTheSameAndCopyNothingOut(DrmFile file, NotificationPipe pipe) {
        try (NativeMemory restart = NativeMemory.allocate(file.kernel(), DrmXeVmRestart.STRUCT.size());
                NativeMemory watch = NativeMemory.allocate(file.kernel(), DrmXeWatchQueue.STRUCT.size())) {
            new StructView(DrmXeVmRestart.STRUCT, restart.segment()).set("vm_id", 9);
            restart.makeReadOnly();
            assertThat(file.tryIoctl(0xc018_6450, restart.address())).failsWith(ENOENT);

            new StructView(DrmXeWatchQueue.STRUCT, watch.segment()).set("fd", pipe.readFd());
            watch.makeReadOnly();
            assertThat(file.tryIoctl(0xc010_6451, watch.address())).succeeds();
        }
    }

    @Test
    @Rule("CORE-020")
    @Requires(Feature.VM_RESTART)
    void vmRestartAsReadOnlyAsksForVmZero(DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(vm.tryRestart()).failsWith(EINVAL); // no LR VM
        assertThat(file.ioctlAs(DRM_IOCTL_XE_VM_RESTART, 0x8018_6450, request -> request.set("vm_id", vm.id())))
                .failsWith(ENOENT);
    }

    @Test
    @Rule("CORE-021")
    @Requires(Feature.WATCH_QUEUE)
    void watchQueueAsReadOnlyMeansDescriptorZero(DrmFile file, NotificationPipe pipe) {
        assertThat(file.ioctlAs(
                        DRM_IOCTL_XE_WATCH_QUEUE,
                        0x8010_6451,
                        request -> request.set("fd", pipe.readFd()).set("watch_id", 1)))
                .failsWith(EINVAL);
        assertThat(file.tryWatch(pipe, 1)).succeeds();
    }

    @Test
    @Rule("CORE-022")
    void aBadPointerGivesEfaultBeforeTheHandler(DrmFile file) {
        try (NativeMemory guarded = NativeMemory.allocate(file.kernel(), VM_CREATE_SIZE)) {
            guarded.makeUnreadable();
            assertThat(file.tryIoctlAt(DRM_IOCTL_XE_VM_CREATE, guarded.address()))
                    .failsWith(EFAULT);
        }
        assertThat(file.tryIoctlAt(DRM_IOCTL_XE_VM_CREATE, NativeMemory.NEVER_MAPPED))
                .failsWith(EFAULT);
        assertThat(file.tryIoctlAt(DRM_IOCTL_XE_VM_CREATE, 0)).failsWith(EFAULT);

        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 1);
    }

    @ParameterizedTest(name = "{0} bytes readable")
    @ValueSource(ints = {1, 8, 16, 31})
    @Rule("CORE-023")
    void aStructPartlyOnAGuardPageGivesEfault(int readable, DrmFile file) {
        try (NativeMemory part = NativeMemory.allocate(file.kernel(), readable)) {
            assertThat(file.tryIoctlAt(DRM_IOCTL_XE_VM_CREATE, part.address())).failsWith(EFAULT);
        }
        assertThat(file.tryCreateVm(0)).succeedsWith("vm_id", 1);
    }

    @Test
    @Rule("CORE-024")
    void aFailedCopyOutKeepsTheSideEffects(DrmFile file) {
        try (NativeMemory request = NativeMemory.allocate(file.kernel(), VM_CREATE_SIZE)) {
            new StructView(DrmXeVmCreate.STRUCT, request.segment()).set("flags", LR_MODE);
            request.makeReadOnly();

            assertThat(file.tryIoctlAt(DRM_IOCTL_XE_VM_CREATE, request.address()))
                    .failsWith(EFAULT);
            assertThat(file.vm(1).tryDestroy()).succeeds();
        }
    }

    @Test
    @Rule("CORE-025")
    void aFailedCallStillCopiesTheStructBack(DrmFile file) {
        long asked = Duration.ofMillis(20).toNanos();
        try (NativeMemory never = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            Outcome waited = UserFence.tryAwait(file, never.address(), 1, request -> request.set("timeout", asked));

            assertThat(waited).failsWith(ETIME);
            long left = waited.answer().get("timeout");
            assertTrue("timeout comes back as the time left: " + left + " of " + asked + " ns", left < asked);
        }
    }

    @Test
    @Rule("CORE-026")
    void aBadPointerBeatsTheMissingPermission(DrmFile file) {
        assertThat(file.tryIoctlAt(DRM_IOCTL_GET_UNIQUE, 0)).failsWith(EFAULT);
        assertThat(file.ioctl(DRM_IOCTL_GET_UNIQUE, request -> {})).failsWith(EACCES);
    }
}
