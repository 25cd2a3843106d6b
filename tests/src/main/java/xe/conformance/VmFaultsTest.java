// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import xe.drm.DrmFile;
import xe.drm.FaultingJob;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.StructView;

/** Which faults a VM stores, for how long and in which order. */
@Requires({Feature.USM, Feature.COMPUTE_JOB})
class VmFaultsTest {
    private static final int MOST_FAULTS = 50;

    @Test
    @Rule("VGP-014")
    void faultsComeOldestFirst(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        long[] order = {StoredFaults.address(7), StoredFaults.address(1), StoredFaults.address(4)};
        for (long address : order) {
            FaultingJob.write(vm, address);
        }

        List<StructView> faults = vm.faults();
        assertEqual("number of faults", order.length, faults.size());
        for (int i = 0; i < order.length; i++) {
            assertEqual("address", order[i], faults.get(i).get("address"));
        }
    }

    @Test
    @Rule("VGP-015")
    void theFirstFiftyFaultsAreKept(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, MOST_FAULTS + 3);

        assertThat(vm.tryGetProperty()).succeedsWith("size", (long) MOST_FAULTS * StoredFaults.SIZE);
        assertEqual("address", StoredFaults.address(0), StoredFaults.get(vm, 0).get("address"));
        assertEqual(
                "address",
                StoredFaults.address(MOST_FAULTS - 1),
                StoredFaults.get(vm, MOST_FAULTS - 1).get("address"));
    }

    @Test
    @Rule("VGP-016")
    void readingDoesNotConsume(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 2);

        String first = vm.faults().toString();
        assertEqual("faults", first, vm.faults().toString());
        assertThat(vm.tryGetProperty()).succeedsWith("size", 2L * StoredFaults.SIZE);
    }

    @Test
    @Rule("VGP-017")
    void faultsEndWithTheirVm(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 1);
        vm.destroy();

        Vm next = file.createVm(LR_MODE | FAULT_MODE);
        assertEqual("vm_id", vm.id(), next.id());
        assertThat(next.tryGetProperty()).succeedsWith("size", 0);
    }

    @Test
    @Rule("VGP-017")
    void faultsBelongToOneVm(RenderNode node) {
        try (DrmFile left = node.open();
                DrmFile right = node.open()) {
            Vm faulted = StoredFaults.vmWith(left, 1);
            Vm sibling = left.createVm(LR_MODE | FAULT_MODE);
            Vm stranger = right.createVm(LR_MODE | FAULT_MODE);

            assertThat(faulted.tryGetProperty()).succeedsWith("size", StoredFaults.SIZE);
            assertThat(sibling.tryGetProperty()).succeedsWith("size", 0);
            assertThat(stranger.tryGetProperty()).succeedsWith("size", 0);
        }
    }

    @Test
    @Rule("VGP-027")
    void aFaultThatWasServedLeavesNoTrace(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        try (LongRunningJob job = LongRunningJob.start(vm)) {
            RebindVictim.assertGoesOn(job);
            job.triggerPreemption();
            RebindVictim.assertGoesOn(job);
            job.finish();

            assertThat(vm.tryGetProperty()).succeedsWith("size", 0);
        }
    }

    @Test
    @Rule("VGP-030")
    void aVmThatIsNotInFaultModeKeepsItsFaultsToo(DrmFile file) {
        Vm vm = file.createVm(LR_MODE);
        FaultingJob.write(vm, StoredFaults.HOLE);

        assertThat(vm.tryGetProperty()).succeedsWith("size", StoredFaults.SIZE);
        assertEqual("address", StoredFaults.HOLE, StoredFaults.get(vm, 0).get("address"));
    }

    @Test
    @Rule("VGP-032")
    void theFaultIsThereWhenTheQueueReportsItsBan(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        for (int i = 1; i <= 8; i++) {
            int count = i;
            FaultingJob.write(
                    vm, StoredFaults.address(count), () -> assertEqual("number of faults", count, vm.faultCount()));
        }
    }

    @Test
    @Rule("VGP-033")
    void theSameAddressIsStoredAgain(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        FaultingJob.write(vm, StoredFaults.HOLE);
        FaultingJob.write(vm, StoredFaults.HOLE);

        assertEqual("number of faults", 2, vm.faultCount());
        assertEqual("address", StoredFaults.HOLE, StoredFaults.get(vm, 1).get("address"));
    }
}
