// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.FaultingJob;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.StructView;
import xe.uapi.XeVmFault;

/** What one stored fault tells: the fields of {@code struct xe_vm_fault}. */
@Requires({Feature.USM, Feature.COMPUTE_JOB})
class VmFaultFieldsTest {
    private static void assertField(String field, long expected, Vm vm, int index) {
        assertEqual(field, expected, StoredFaults.get(vm, index).get(field));
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
        assertField("address", canonical & -Abi.PAGE_SIZE, vm, 0);
    }

    @Test
    @Rule("VGP-022")
    void thePrecisionIsAPage(DrmFile file) {
        assertField("address_precision", 4096L, StoredFaults.vmWith(file, 1), 0);
    }

    @Test
    @Rule("VGP-023")
    void theAccessTypeTellsReadFromWrite(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        FaultingJob.write(vm, StoredFaults.address(0));
        FaultingJob.read(vm, StoredFaults.address(1));

        assertField("access_type", XeVmFault.FAULT_ACCESS_TYPE_WRITE, vm, 0);
        assertField("access_type", XeVmFault.FAULT_ACCESS_TYPE_READ, vm, 1);
    }

    @Test
    @Rule("VGP-024")
    void theFaultTypeTellsAHoleFromAReadOnlyPage(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        try (NativeMemory page = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            FaultingJob.bindReadOnly(vm, page, StoredFaults.address(3));
            FaultingJob.write(vm, StoredFaults.address(0));
            FaultingJob.write(vm, StoredFaults.address(3));

            assertField("fault_type", XeVmFault.FAULT_TYPE_NOT_PRESENT, vm, 0);
            assertField("fault_type", XeVmFault.FAULT_TYPE_WRITE_ACCESS, vm, 1);
        }
    }

    @Test
    @Rule("VGP-025")
    void theLevelIsOneOfThePageTable(DrmFile file) {
        int levels = file.device().facts().vaBits() > 48 ? 5 : 4;
        Vm vm = StoredFaults.vmWith(file, 1);

        long level = StoredFaults.get(vm, 0).get("fault_level");
        assertTrue(
                "fault_level " + level + " is one of the " + levels + " levels",
                level >= XeVmFault.FAULT_LEVEL_PTE && level < levels);
    }

    @Test
    @Rule("VGP-025")
    void aHoleBesideAPageIsDeeperThanOneFarFromAny(DrmFile file) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        try (NativeMemory page = NativeMemory.allocate(file.kernel(), Abi.PAGE_SIZE)) {
            FaultingJob.bindReadOnly(vm, page, StoredFaults.address(0));
            FaultingJob.write(vm, StoredFaults.address(1));
            FaultingJob.write(vm, StoredFaults.address(0) << 10);

            long beside = StoredFaults.get(vm, 0).get("fault_level");
            long far = StoredFaults.get(vm, 1).get("fault_level");
            assertEqual("level beside a mapped page", XeVmFault.FAULT_LEVEL_PTE, beside);
            assertTrue("level far from any page, " + far + ", is above " + beside, far > beside);
        }
    }

    @Test
    @Rule("VGP-026")
    void padAndReservedAreZero(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 1);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), StoredFaults.SIZE)) {
            data.segment().fill((byte) -1);
            StoredFaults.read(vm, StoredFaults.SIZE, data.address()).orThrow();

            StructView fault = new StructView(XeVmFault.STRUCT, data.segment());
            assertEqual("pad", 0L, fault.get("pad"));
            for (int i = 0; i < 4; i++) {
                assertEqual("reserved", 0L, fault.get("reserved[" + i + "]"));
            }
        }
    }
}
