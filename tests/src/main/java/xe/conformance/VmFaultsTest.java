// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.FaultingJob;
import xe.drm.Feature;
import xe.drm.LongRunningJob;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.uapi.XeVmFault;

/** Faults that a VM has stored, read by VM_GET_PROPERTY. */
@Requires({Feature.USM, Feature.COMPUTE_JOB})
class VmFaultsTest {
    private static final int FAULT_SIZE = XeVmFault.STRUCT.size();
    private static final int MOST_FAULTS = 50;
    private static final long HOLE = 0x1_2345_6000L;

    private static Vm vmWithFaults(DrmFile file, int count) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        for (int i = 0; i < count; i++) {
            FaultingJob.write(vm, address(i));
        }
        return vm;
    }

    private static long address(int index) {
        return HOLE + index * Abi.PAGE_SIZE;
    }

    /** The fault at {@code index} of the list, which must be there. */
    private static StructView fault(Vm vm, int index) {
        List<StructView> faults = vm.faults();
        assertTrue("the VM keeps fault " + index + " (it has " + faults.size() + ")", index < faults.size());
        return faults.get(index);
    }

    private static Outcome read(Vm vm, long sizeBytes, long data) {
        return vm.tryGetProperty(request -> request.set("size", sizeBytes).set("data", data));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 5})
    @Rule("VGP-005")
    void theSizeQueryCountsTheFaultsAndTouchesNoData(int count, DrmFile file) {
        Vm vm = vmWithFaults(file, count);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), FAULT_SIZE)) {
            data.segment().fill((byte) 0x5a);

            assertThat(read(vm, 0, data.address())).succeedsWith("size", (long) count * FAULT_SIZE);
            assertEqual("bytes at data", 0x5a5a_5a5a_5a5a_5a5aL, data.segment().get(ValueLayout.JAVA_LONG, 0));
            assertThat(read(vm, 0, 1)).succeedsWith("size", (long) count * FAULT_SIZE);
        }
    }

    @ParameterizedTest(name = "{0} of 2")
    @ValueSource(ints = {3, 4, 51, 1000})
    @Rule("VGP-007")
    void askingForMoreThanIsStoredGivesEinval(int asked, DrmFile file) {
        Vm vm = vmWithFaults(file, 2);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), (long) asked * FAULT_SIZE)) {
            assertThat(read(vm, (long) asked * FAULT_SIZE, data.address())).failsWith(EINVAL);
            assertThat(read(vm, 2L * FAULT_SIZE, data.address())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 8, 47, 49, 95})
    @Rule("VGP-008")
    void aSizeThatIsNoMultipleOfAFaultGivesEinval(int size, DrmFile file) {
        Vm vm = vmWithFaults(file, 2);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), 2L * FAULT_SIZE)) {
            assertThat(read(vm, size, data.address())).failsWith(EINVAL);
            assertThat(read(vm, 2L * FAULT_SIZE, data.address())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0} of 3")
    @ValueSource(ints = {1, 2, 3})
    @Rule("VGP-010")
    void theOldestFaultsAreRead(int asked, DrmFile file) {
        Vm vm = vmWithFaults(file, 3);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), (long) asked * FAULT_SIZE)) {
            assertThat(read(vm, (long) asked * FAULT_SIZE, data.address()))
                    .succeedsWith("size", (long) asked * FAULT_SIZE);
            for (int i = 0; i < asked; i++) {
                MemorySegment entry = data.segment().asSlice((long) i * FAULT_SIZE, FAULT_SIZE);
                assertEqual("address", address(i), new StructView(XeVmFault.STRUCT, entry).get("address"));
            }
        }
    }

    @Test
    @Rule("VGP-011")
    void aDataPointerThatCannotBeWrittenGivesEfault(DrmFile file) {
        Vm vm = vmWithFaults(file, 1);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), FAULT_SIZE)) {
            assertThat(read(vm, FAULT_SIZE, data.address())).succeeds();
            data.makeReadOnly();
            assertThat(read(vm, FAULT_SIZE, data.address())).failsWith(EFAULT);
            data.makeUnreadable();
            assertThat(read(vm, FAULT_SIZE, data.address())).failsWith(EFAULT);
        }
    }

    @Test
    @Rule("VGP-012")
    void aNullDataPointerGivesEfault(DrmFile file) {
        Vm vm = vmWithFaults(file, 1);

        assertThat(read(vm, FAULT_SIZE, 0)).failsWith(EFAULT);
        assertThat(vm.tryGetProperty()).succeedsWith("size", FAULT_SIZE);
    }

    @Test
    @Rule("VGP-014")
    void faultsComeOldestFirst(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        long[] order = {address(7), address(1), address(4)};
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
        Vm vm = vmWithFaults(file, MOST_FAULTS + 3);

        assertThat(vm.tryGetProperty()).succeedsWith("size", (long) MOST_FAULTS * FAULT_SIZE);
        assertEqual("address", address(0), fault(vm, 0).get("address"));
        assertEqual(
                "address", address(MOST_FAULTS - 1), fault(vm, MOST_FAULTS - 1).get("address"));
    }

    @Test
    @Rule("VGP-016")
    void readingDoesNotConsume(DrmFile file) {
        Vm vm = vmWithFaults(file, 2);

        String first = vm.faults().toString();
        assertEqual("faults", first, vm.faults().toString());
        assertThat(vm.tryGetProperty()).succeedsWith("size", 2L * FAULT_SIZE);
    }

    @Test
    @Rule("VGP-017")
    void faultsEndWithTheirVm(DrmFile file) {
        Vm vm = vmWithFaults(file, 1);
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
            Vm faulted = vmWithFaults(left, 1);
            Vm sibling = left.createVm(LR_MODE | FAULT_MODE);
            Vm stranger = right.createVm(LR_MODE | FAULT_MODE);

            assertThat(faulted.tryGetProperty()).succeedsWith("size", FAULT_SIZE);
            assertThat(sibling.tryGetProperty()).succeedsWith("size", 0);
            assertThat(stranger.tryGetProperty()).succeedsWith("size", 0);
        }
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"1000", "123456010", "7ffffffff004", "800000000000", "fffffffff000"})
    @Rule("VGP-021")
    void theAddressIsCanonicalAndOfAPage(String address, DrmFile file) {
        long touched = Long.parseUnsignedLong(address, 16);
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        FaultingJob.write(vm, touched);

        int unused = Long.SIZE - file.device().facts().vaBits();
        long canonical = (touched << unused) >> unused;
        assertEqual("address", canonical & -Abi.PAGE_SIZE, fault(vm, 0).get("address"));
    }

    @Test
    @Rule("VGP-022")
    void thePrecisionIsAPage(DrmFile file) {
        assertEqual("address_precision", 4096L, fault(vmWithFaults(file, 1), 0).get("address_precision"));
    }

    @Test
    @Rule("VGP-023")
    void theAccessTypeTellsReadFromWrite(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        FaultingJob.write(vm, address(0));
        FaultingJob.read(vm, address(1));

        assertEqual(
                "access_type", XeVmFault.FAULT_ACCESS_TYPE_WRITE, fault(vm, 0).get("access_type"));
        assertEqual(
                "access_type", XeVmFault.FAULT_ACCESS_TYPE_READ, fault(vm, 1).get("access_type"));
    }

    @Test
    @Rule("VGP-024")
    void theFaultTypeTellsAHoleFromAReadOnlyPage(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        try (NativeMemory page = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            FaultingJob.bindReadOnly(vm, page, address(3));
            FaultingJob.write(vm, address(0));
            FaultingJob.write(vm, address(3));

            assertEqual(
                    "fault_type", XeVmFault.FAULT_TYPE_NOT_PRESENT, fault(vm, 0).get("fault_type"));
            assertEqual(
                    "fault_type",
                    XeVmFault.FAULT_TYPE_WRITE_ACCESS,
                    fault(vm, 1).get("fault_type"));
        }
    }

    @Test
    @Rule("VGP-025")
    void theLevelIsOneOfThePageTable(DrmFile file) {
        int levels = file.device().facts().vaBits() > 48 ? 5 : 4;
        Vm vm = vmWithFaults(file, 1);

        long level = fault(vm, 0).get("fault_level");
        assertTrue(
                "fault_level " + level + " is one of the " + levels + " levels",
                level >= XeVmFault.FAULT_LEVEL_PTE && level < levels);
    }

    @Test
    @Rule("VGP-025")
    void aHoleBesideAPageIsDeeperThanOneFarFromAny(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        try (NativeMemory page = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            FaultingJob.bindReadOnly(vm, page, address(0));
            FaultingJob.write(vm, address(1));
            FaultingJob.write(vm, address(0) << 10);

            long beside = fault(vm, 0).get("fault_level");
            long far = fault(vm, 1).get("fault_level");
            assertEqual("level beside a mapped page", XeVmFault.FAULT_LEVEL_PTE, beside);
            assertTrue("level far from any page, " + far + ", is above " + beside, far > beside);
        }
    }

    @Test
    @Rule("VGP-026")
    void padAndReservedAreZero(DrmFile file) {
        Vm vm = vmWithFaults(file, 1);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), FAULT_SIZE)) {
            data.segment().fill((byte) -1);
            read(vm, FAULT_SIZE, data.address()).orThrow();

            StructView fault = new StructView(XeVmFault.STRUCT, data.segment());
            assertEqual("pad", 0L, fault.get("pad"));
            for (int i = 0; i < 4; i++) {
                assertEqual("reserved", 0L, fault.get("reserved[" + i + "]"));
            }
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
        FaultingJob.write(vm, HOLE);

        assertThat(vm.tryGetProperty()).succeedsWith("size", FAULT_SIZE);
        assertEqual("address", HOLE, fault(vm, 0).get("address"));
    }

    @Test
    @Rule("VGP-032")
    void theFaultIsThereWhenTheQueueReportsItsBan(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        for (int i = 1; i <= 8; i++) {
            int count = i;
            FaultingJob.write(vm, address(count), () -> assertEqual("number of faults", count, vm.faultCount()));
        }
    }

    @Test
    @Rule("VGP-033")
    void theSameAddressIsStoredAgain(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        FaultingJob.write(vm, HOLE);
        FaultingJob.write(vm, HOLE);

        assertEqual("number of faults", 2, vm.faultCount());
        assertEqual("address", HOLE, fault(vm, 1).get("address"));
    }

    @Test
    @Rule("VGP-037")
    void theValueMemberIsNotWritten(DrmFile file) {
        Vm vm = vmWithFaults(file, 1);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), FAULT_SIZE)) {
            assertThat(read(vm, 0, data.address())).succeedsWith("value", data.address());
            assertThat(read(vm, FAULT_SIZE, data.address())).succeedsWith("value", data.address());
        }
    }

    @Test
    @Rule("VGP-038")
    void anOlderSizeStaysAValidRequest(DrmFile file) {
        Vm vm = vmWithFaults(file, 1);
        long before = vm.tryGetProperty().answer().get("size");
        FaultingJob.write(vm, address(9));
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), before)) {
            assertThat(read(vm, before, data.address())).succeedsWith("size", before);
            assertEqual("address", address(0), new StructView(XeVmFault.STRUCT, data.segment()).get("address"));
        }
    }
}
