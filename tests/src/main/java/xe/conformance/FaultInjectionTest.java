// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertFalse;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ENOMEM;
import static xe.kernel.Errno.ENOSPC;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Device;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.PseudoFile;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** Where the driver's fault attributes are, and what an injected error of the rebind worker does. */
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class FaultInjectionTest {
    /** A mapping of this size and alignment has larger pages, which a split writes anew. */
    private static final long ALIGNED = 0x1_0000;

    private static final String DRI = "/sys/kernel/debug/dri";

    @Test
    @Rule("FLT-020")
    void theDirectoryIsNamedAfterThePciDevice(Kernel kernel, Device device) {
        assertTrue(
                DRI + "/" + device.bdf() + " is listed",
                new PseudoFile(kernel, DRI).list().contains(device.bdf()));
    }

    @Test
    @Rule("FLT-020")
    void theMinorNumberIsALinkToIt(Kernel kernel, Device device) {
        String minor = device.path().replaceAll("\\D", "");

        assertEqual(
                "target of " + DRI + "/" + minor,
                device.bdf(),
                new PseudoFile(kernel, DRI + "/" + minor).linkName().orElse("no link"));
    }

    @Test
    @Rule("FLT-021")
    void theGtResetHasAnAttribute(Device device, Faults faults) {
        assertTrue("fail_gt_reset is listed", device.debugfs().list().contains("fail_gt_reset"));
    }

    @Test
    @Rule("FLT-022")
    void onlyBattlemageCanInjectAHardwareError(Device device) {
        boolean battlemage = (device.facts().deviceId() & 0xff00) == 0xe200;

        assertEqual(
                "inject_csc_hw_error is there",
                battlemage,
                device.debugfs().list().contains("inject_csc_hw_error"));
    }

    @Test
    @Rule("FLT-027")
    void theInjectedErrorIsEnospc(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            assertThat(stopped.vm().tryRestart()).succeeds();
        }
    }

    @Test
    @Rule("FLT-030")
    void stoppingTheInjectionBringsTheOldValuesBack(DrmFile file, NotificationPipe pipe, Faults faults) {
        String times = faults.rebind().get("times");
        faults.failRebind(5);
        faults.stop();

        assertEqual("probability", "0", faults.rebind().get("probability").strip());
        assertEqual("times", times, faults.rebind().get("times"));
        file.watch(pipe, RebindVictim.WATCH_ID);
        try (LongRunningJob job = LongRunningJob.start(file.createVm(LR_MODE | RESTARTABLE))) {
            assertFalse("the worker fails", RebindVictim.rebindFails(job, pipe));
        }
    }

    @Test
    @Rule("FLT-032")
    void unmappingPartOfAUserptrMakesTheWorkerRun(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        try (LongRunningJob job = LongRunningJob.start(vm);
                NativeMemory pages = NativeMemory.allocate(file.kernel(), 4 * Abi.PAGE_SIZE)) {
            vm.bindUserptr(pages.address(), pages.size(), 0x7000_0000L);
            faults.failRebind(1);
            pages.unmapFirst(Abi.PAGE_SIZE);

            assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
            vm.restart();
            RebindVictim.assertGoesOn(job);
        }
    }

    @Test
    @Rule("FLT-032")
    void unmappingPartOfAnAlignedMappingMakesTheWorkerRun(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            vm.bind(file.createBo(ALIGNED), 0x7000_0000L);
            faults.failRebind(1);
            vm.unbind(0x7000_0000L, Abi.PAGE_SIZE);

            assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
            vm.restart();
            RebindVictim.assertGoesOn(job);
        }
    }

    @Test
    @Rule("FLT-033")
    void onePauseOneEventAndTheJobGoesOn(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(file, pipe, faults)) {
            assertThat(stopped.vm().tryRestart()).succeeds();
            stopped.assertGoesOn();
            stopped.job().finish();
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @Test
    @Rule("FLT-034")
    void aSecondFailureTakesASecondRestart(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, RebindVictim.WATCH_ID);
        Vm vm = file.createVm(LR_MODE | RESTARTABLE);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            faults.failRebind(2);
            job.triggerPreemption();
            assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
            assertThat(vm.tryRestart()).succeeds();
            assertThat(pipe.next()).isVmErr(RebindVictim.WATCH_ID, vm.id(), ENOSPC);
            assertThat(vm.tryRestart()).succeeds();
            RebindVictim.assertGoesOn(job);
            assertThat(pipe.drain()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ENOSPC", "ENOMEM"})
    @Rule("FLT-036")
    @Requires(Feature.FAIL_FUNCTION)
    void aFailingFunctionOfTheWorkerPausesToo(String errno, DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(Errno.valueOf(errno), file, pipe, faults)) {
            assertThat(stopped.vm().tryRestart()).succeeds();
            stopped.assertGoesOn();
        }
    }

    @Test
    @Rule("FLT-036")
    @Requires(Feature.FAIL_FUNCTION)
    void anotherErrnoOfTheFunctionKills(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(EIO, file, pipe, faults)) {
            assertThat(stopped.vm().tryRestart()).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("FLT-037")
    @Requires(Feature.FAIL_FUNCTION)
    void enomemOfTheRebindStepIsNotRetried(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim stopped = RebindVictim.stopped(ENOMEM, file, pipe, faults)) {
            assertFalse("the queue is banned", stopped.job().queue().isBanned()); // one failure was enough
        }
    }
}
